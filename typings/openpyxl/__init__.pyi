"""What we use of openpyxl 3.1: writing plain sheets, and reading them back in tests."""

from openpyxl.reader.excel import load_workbook as load_workbook
from openpyxl.workbook.workbook import Workbook as Workbook
