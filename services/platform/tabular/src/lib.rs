//! Tables for people as files: CSV and XLSX, safe to open in a spreadsheet.
