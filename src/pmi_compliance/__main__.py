from pmi_compliance.cli.main import main

raise SystemExit(main())
