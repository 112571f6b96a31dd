"""What we use of qrcode 8: the matrix of a code; we draw it ourselves."""

from qrcode import constants as constants
from qrcode.constants import ERROR_CORRECT_H as ERROR_CORRECT_H
from qrcode.constants import ERROR_CORRECT_L as ERROR_CORRECT_L
from qrcode.constants import ERROR_CORRECT_M as ERROR_CORRECT_M
from qrcode.constants import ERROR_CORRECT_Q as ERROR_CORRECT_Q
from qrcode.main import QRCode as QRCode
