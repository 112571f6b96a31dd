"""The two files people bring, and what the five ballots of the day come to when they are added up by hand."""

from __future__ import annotations

PROJECTS = """사업코드,사업명,사업비,유형
A1,발달장애인 낮활동 확대,98억,광역제안형
A2,어르신 이동지원 차량,72억,광역제안형
A3,지역아동센터 급식 단가,65억,광역제안형
A4,은둔청년 회복 지원,54억,광역제안형
A5,금액이 잘못 적힌 사업,많이,광역제안형
B1,장애인 편의시설 전수점검,61억,광역협치형
B2,1인가구 안부 확인,40억,광역협치형
"""
ROSTER = """번호,성명,구분,분과,연락처,배려사항
1,홍길동,시민,복지2분과,010-0000-1234,
2,황가득,활동가,복지1분과,010-0000-5678,휠체어 좌석
3,한가람,시민,복지2분과,010-0000-9012,
4,김민준,시민,복지1분과,010-0000-3456,
5,김민준,전문가,복지2분과,010-0000-7890,
6,이서연,시민,복지1분과,010-0000-2468,수어 통역
7,박도윤,시민,복지1분과,010-0000-1357,
8,최하은,활동가,복지2분과,010-0000-8642,
"""
TITLES = {line.split(",")[0]: line.split(",")[1] for line in PROJECTS.splitlines()[1:]}
VOTES = {"A1": 4, "A2": 2, "A3": 1, "A4": 1, "B1": 3, "B2": 1}
"""The five ballots below, added up by hand: A1 A2 B1 · A1 A4 B1 · A1 A2 B2 · blank · A1 A3 B1."""
