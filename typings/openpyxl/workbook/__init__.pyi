"""See workbook."""

from openpyxl.workbook.workbook import Workbook as Workbook
