"""What two real remediation plans say of lost points, facts alone.

An office's own index of 2023 by its plan of 2024 ("Kế hoạch khắc phục tồn tại, hạn chế Chỉ số cải cách hành chính"),
and the index of a province of 2022 by its plan of 2023 (153/KH-UBND).
"""

from __future__ import annotations

OFFICE = """\
1\tCông tác chỉ đạo điều hành\t11,5\t6,58\t-4,92
1.1\tThực hiện kế hoạch cải cách hành chính\t\t\t01
1.2\tCông tác kiểm tra cải cách hành chính\t\t\t0,3
1.3\tSáng kiến, giải pháp mới trong cải cách hành chính\t\t\t02
1.4\tCông tác tuyên truyền CCHC\t\t\t0,5
1.5\tĐối thoại giữa người đứng đầu cấp ủy chính quyền với CBCCVC, người dân, doanh nghiệp\t\t\t1
1.6\tSự năng động, quyết tâm của Lãnh đạo trong cải cách hành chính\t\t\t0,11
2\tCải cách thể chế\t11\t10,11\t-0,89
2.1\tChất lượng VBQPPL, VBADQPPL do tỉnh ban hành\t\t\t0,89
3\tCải cách thủ tục hành chính\t14\t14\t0
4\tCải cách tổ chức bộ máy hành chính\t12,5\t11,97\t-0,53
4.1\tSắp xếp, kiện toàn tổ chức bộ máy của các cơ quan, đơn vị\t\t\t0,09
4.2\tTác động của cải cách hành chính đến quản lý cán bộ, công chức\t\t\t0,21
5\tCải cách công vụ\t12\t11,45\t-0,55
5.1\tTuyển dụng viên chức\t\t\t0,04
5.2\tCông tác đào tạo, bồi dưỡng công chức, viên chức\t\t\t0,09
5.3\tChất lượng đội ngũ công chức, viên chức\t\t\t0,42
6\tCải cách tài chính công\t11,5\t11,24\t-0,26
6.1\tTổ chức thực hiện công tác tài chính - ngân sách\t\t\t0,11
7\tXây dựng chính quyền điện tử, chính quyền số\t17,5\t13,35\t-4.15
7.1\tỨng dụng công nghệ thông tin\t\t\t02
7.2\tPhát triển các ứng dụng, dịch vụ trong nội bộ cơ quan Nhà nước\t\t\t1,5
7.3\tPhát triển ứng dụng, dịch vụ phục vụ người dân, tổ chức\t\t\t0,65
8\tTác động của CCHC đến người dân, tổ chức\t10\t9,39\t- 0,61
8.1\tKhảo sát sự hài lòng của người dân, tổ chức\t\t\t0,61
Tổng cộng\t\t100\t88,09\t11,91
"""

PROVINCE = """\
1\tCông tác chỉ đạo điều hành\t9,5\t8,963
2\tCải cách thể chế\t10\t8,695
3\tCải cách thủ tục hành chính\t13\t12,937
4\tCải cách tổ chức bộ máy\t10,5\t9,43
5\tCải cách chế độ công vụ\t15\t12,067
6\tCải cách tài chính công\t12\t10,615
7\tXây dựng và phát triển chính quyền điện tử, chính quyền số\t13,50\t11,126
8\tCác chỉ tiêu về phát triển kinh tế - xã hội\t2\t1,7344
9\tSáng kiến cải cách hành chính\t2\t1
"""

# criterion → remedy, product, lead, cooperating, as the province's plan has them
REMEDIES = {
    "Công tác chỉ đạo điều hành": (
        "Công tác Chỉ đạo điều hành theo kế hoạch CCHC",
        "Hoàn thành 100% nhiệm vụ đã đề ra tại Kế hoạch số 262/KH-UBND ngày 20/12/2022",
        "Sở Nội vụ",
        "Các sở, ban, ngành; UBND cấp huyện",
    ),
    "Cải cách thể chế": (
        "Tiếp tục rà soát, xây dựng và hoàn thiện hệ thống văn bản quy phạm pháp luật của tỉnh",
        "Kịp thời khắc phục kết luận kiểm tra đối với VBQPPL của tỉnh trái pháp luật.",
        "Sở Tư pháp",
        "Các sở, ban, ngành, địa phương",
    ),
    "Cải cách thủ tục hành chính": (
        "Tiếp tục tham mưu công tác cải cách thủ tục hành chính",
        "Tăng cường công tác đôn đốc, hướng dẫn kiểm tra, kiểm soát",
        "Văn phòng UBND tỉnh",
        "Các sở, ban, ngành, địa phương",
    ),
    "Cải cách tổ chức bộ máy": (
        "Tham mưu công tác Cải cách tổ chức bộ máy",
        "- Tiếp tục rà soát, sắp xếp, tinh gọn bộ máy tổ chức.\n- Đẩy mạnh phân cấp, phân quyền hợp lý.",
        "Sở Nội vụ",
        "Các sở, ban, ngành, địa phương; các cơ quan, đơn vị được thanh tra, kiểm tra.",
    ),
    "Cải cách chế độ công vụ": (
        "Tham mưu Cải cách chế độ công vụ",
        "Cập nhật, hoàn thiện đúng quy định về cơ cấu công chức theo vị trí việc làm",
        "Sở Nội vụ",
        "Các sở, ban, ngành, địa phương",
    ),
    "Cải cách tài chính công": (
        "Cải cách Tài chính công",
        "- Thực hiện giải ngân 100% kế hoạch đầu tư vốn.\n- Giải quyết dứt điểm các kiến nghị sau thanh tra.",
        "Sở Tài chính",
        "Các sở, ban, ngành, địa phương",
    ),
    "Xây dựng và phát triển chính quyền điện tử, chính quyền số": (
        "Xây dựng và phát triển chính quyền điện tử, chính quyền số",
        "Tiếp tục tham mưu nhiệm vụ chuyển đổi số theo quy định của Trung ương",
        "Sở Thông tin và Truyền thông",
        "Các sở, ban, ngành, địa phương",
    ),
    "Các chỉ tiêu về phát triển kinh tế - xã hội": (
        "Đẩy mạnh thu hút đầu tư, phát triển doanh nghiệp",
        "Tham mưu tăng cường công tác đôn đốc kiểm tra, giám sát đối với các sở, ngành, địa phương.",
        "Sở Kế hoạch và Đầu tư",
        "Các sở, ban, ngành, địa phương",
    ),
    "Sáng kiến cải cách hành chính": (
        "Theo dõi, đôn đốc, hướng dẫn tập thể, cá nhân có giải pháp, sáng kiến",
        "Có ít nhất 03 sáng kiến CCHC trở lên",
        "Sở Khoa học và Công nghệ",
        "Các sở, ban, ngành, địa phương",
    ),
}

# domain → remedy, lead, cooperating, as the office's plan has them, for all that the domain lost
OF_DOMAINS = {
    "1": (
        "Tiếp tục nâng cao trách nhiệm của người đứng đầu",
        "Phòng Tổ chức - Hành chính - Quản trị; Trung tâm Thông tin",
    ),
    "2": (
        "Định kỳ rà soát các văn bản quy phạm pháp luật do Văn phòng chủ trì",
        "Phòng Tổ chức - Hành chính - Quản trị",
    ),
    "4": (
        "Tiếp tục đổi mới hệ thống tổ chức, quản lý của các đơn vị sự nghiệp",
        "Phòng Tổ chức - Hành chính - Quản trị",
    ),
    "5": (
        "Tăng cường kỷ luật, kỷ cương hành chính",
        "Phòng Tổ chức - Hành chính - Quản trị; Trung tâm Thông tin",
    ),
    "6": ("Thực hành tiết kiệm, chống lãng phí", "Phòng Tổ chức - Hành chính - Quản trị"),
    "7": ("Tham mưu triển khai kịp thời nhiệm vụ được giao", "Phòng Tổ chức - Hành chính - Quản trị"),
    "8": (
        "Đẩy mạnh tuyên truyền về cải cách hành chính",
        "Trung tâm Thông tin; Trung tâm Phục vụ Hành chính công",
    ),
}
