"""How doudi is run: the ordered steps of a night, the command line, the Prefect flow. Imports every other room; none imports it."""
