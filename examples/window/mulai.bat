@echo off
rem Jendela pemeriksaan di Windows, dengan Python dan folder `wheels` di samping berkas ini; tanpa jaringan.
rem Sekali saja, di komputer yang punya jaringan:  py -m pip wheel ".[app]" -w wheels
cd /d "%~dp0"
if not exist .venv (
  py -m venv .venv || goto gagal
  .venv\Scripts\python -m pip install --no-index --find-links wheels "pmi-compliance[app]" || goto gagal
)
if not exist kantor mkdir kantor
.venv\Scripts\pmi-compliance app --folder kantor
goto :eof
:gagal
echo Tidak berhasil. Periksa apakah Python 3.11 atau lebih baru terpasang dan folder wheels ada di sini.
pause
