"""Official documents in the layout of NĐ 30/2020/NĐ-CP, Phụ lục I: an editable .docx and a PDF of the same content.

paper = Official(issuer=("UBND TỈNH AN BÌNH", "SỞ NỘI VỤ"), number="Số:      /BC-SNV", kind="BÁO CÁO",
                 place="An Bình", subject="Kết quả …", body=(Part("I. KẾT QUẢ"), Text("…"), Table(…)), …)
as_docx(paper)   # for whoever wants to change words before he signs
as_pdf(paper)    # for reading and print; the face (Tinos, of the measures of Times New Roman) is inside
"""

from congvu.kit.official.pdf import as_pdf
from congvu.kit.official.types import Block, Official, Part, Point, Remark, Table, Text
from congvu.kit.official.word import as_docx

__all__ = ["Block", "Official", "Part", "Point", "Remark", "Table", "Text", "as_docx", "as_pdf"]
