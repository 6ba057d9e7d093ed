from pmi_compliance.cli import main

raise SystemExit(main())
