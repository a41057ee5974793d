BEGIN TRANSACTION;
CREATE TABLE "account_emailaddress" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "verified" bool NOT NULL, "primary" bool NOT NULL, "user_id" bigint NOT NULL REFERENCES "accounts_person" ("id") DEFERRABLE INITIALLY DEFERRED, "email" varchar(254) NOT NULL);
CREATE TABLE "account_emailconfirmation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created" datetime NOT NULL, "sent" datetime NULL, "key" varchar(64) NOT NULL UNIQUE, "email_address_id" integer NOT NULL REFERENCES "account_emailaddress" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "accounts_membership" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(20) NOT NULL, "valid_from" date NOT NULL, "valid_until" date NULL, "person_id" bigint NOT NULL REFERENCES "accounts_person" ("id") DEFERRABLE INITIALLY DEFERRED, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "membership_ends_after_it_begins" CHECK (("valid_until" IS NULL OR "valid_until" >= ("valid_from"))), CONSTRAINT "membership_role_known" CHECK ("role" IN ('administrator', 'coordinator', 'unit_head', 'unit_clerk', 'leader')));
INSERT INTO "accounts_membership" VALUES(1,'administrator','2026-01-01',NULL,1,1);
INSERT INTO "accounts_membership" VALUES(2,'unit_clerk','2026-01-01',NULL,2,3);
INSERT INTO "accounts_membership" VALUES(3,'leader','2026-01-01','2026-02-01',2,1);
CREATE TABLE "accounts_person" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "username" varchar(60) NOT NULL UNIQUE, "name" varchar(200) NOT NULL, "name_key" varchar(600) NOT NULL, "search" varchar(300) NOT NULL, "is_active" bool NOT NULL, "must_change_password" bool NOT NULL);
INSERT INTO "accounts_person" VALUES(1,'pbkdf2_sha256$1000000$J86sMNQ72zFEVGqW3QAHTc$6PuvSpsAMCHro8qehPkW2azcjjCtrQ6hoXUDcfpzDV0=',NULL,'quan-tri','Chuyên viên Phú Thọ','6dsxaj01ueaj01nds01rdk000045','chuyen vien phu tho quan tri',1,0);
INSERT INTO "accounts_person" VALUES(2,'pbkdf2_sha256$1000000$NY1ObpR1wJjQ7hnAzNyePV$cZjN2k2Ui3Jv73RdASoqEzGMMbURB+ulfLi7XWBbyxQ=',NULL,'can-bo','Chuyên viên Sở Tài chính','6dsxaj01ueaj01qm01r2e016dejd0000214','chuyen vien so tai chinh can bo',1,0);
CREATE TABLE "audit_entry" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "person_id" bigint NOT NULL, "person" varchar(200) NOT NULL, "unit_id" bigint NULL, "unit" varchar(300) NOT NULL, "role" varchar(40) NOT NULL, "verb" varchar(80) NOT NULL, "subject" varchar(500) NOT NULL, "subject_id" varchar(80) NOT NULL, "facts" text NOT NULL CHECK ((JSON_VALID("facts") OR "facts" IS NULL)), "search" varchar(1000) NOT NULL);
INSERT INTO "audit_entry" VALUES(1,'2026-11-29 03:32:39.185627',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','units.added','Phú Thọ','1','{"name": "Ph\u00fa Th\u1ecd", "kind": "province", "code": "", "parent": "", "valid_from": "1997-01-01", "valid_until": "", "aliases": []}','phu tho chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(2,'2026-11-29 03:32:39.201658',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.created','Kỳ đánh giá năm 2025','1','{"year": 2025, "province": "Ph\u00fa Th\u1ecd"}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(3,'2026-11-29 03:32:39.208630',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','units.added','Sở Nội vụ','2','{"name": "S\u1edf N\u1ed9i v\u1ee5", "kind": "department", "code": "", "parent": "Ph\u00fa Th\u1ecd", "valid_from": "2020-01-01", "valid_until": "", "aliases": []}','so noi vu chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(4,'2026-11-29 03:32:39.210614',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','units.added','Sở Tài chính','3','{"name": "S\u1edf T\u00e0i ch\u00ednh", "kind": "department", "code": "", "parent": "Ph\u00fa Th\u1ecd", "valid_from": "2020-01-01", "valid_until": "", "aliases": []}','so tai chinh chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(5,'2026-11-29 03:32:39.220875',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.phases_changed','Kỳ đánh giá năm 2025','1','{"before": {}, "after": {"self_scoring": {"name": "T\u1ef1 ch\u1ea5m \u0111i\u1ec3m", "starts": "2025-12-01", "ends": "2026-01-10"}}}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(6,'2026-11-29 03:32:39.246955',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','documents.stored','bo-tieu-chi.toml','1','{"sha256": "ecc52eaaf94ef0a2418ddef3600571d77fcd1e7dfabdf509ab5313a622d5364b", "size": 1036}','bo tieu chi.toml chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(7,'2026-11-29 03:32:39.247664',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','criteria.uploaded','Bộ tiêu chí chấm thử (1)','1','{"set": "scored", "version": "1", "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "file": "bo-tieu-chi.toml", "leaves": 4, "total": "10"}','bo tieu chi cham thu (1) chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(8,'2026-11-29 03:32:39.250542',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','criteria.published','Bộ tiêu chí chấm thử (1)','1','{"set": "scored", "version": "1", "sha256": "25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b", "basis": ""}','bo tieu chi cham thu (1) chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(9,'2026-11-29 03:32:39.257116',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.set_attached','Kỳ đánh giá năm 2025','1','{"version": "B\u1ed9 ti\u00eau ch\u00ed ch\u1ea5m th\u1eed (1)", "kinds": ["department"], "group": "C\u00e1c s\u1edf"}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(10,'2026-11-29 03:32:39.274371',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.participants_added','Kỳ đánh giá năm 2025','1','{"count": 2, "units": ["S\u1edf N\u1ed9i v\u1ee5", "S\u1edf T\u00e0i ch\u00ednh"], "set": "B\u1ed9 ti\u00eau ch\u00ed ch\u1ea5m th\u1eed (1)"}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(11,'2026-11-29 03:32:39.280188',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.opened','Kỳ đánh giá năm 2025','1','{}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(12,'2026-11-29 03:32:40.243486',0,'Hệ thống',1,'Phú Thọ','administrator','accounts.person_added','Chuyên viên Phú Thọ','1','{"role": "administrator", "unit": "Ph\u00fa Th\u1ecd", "unit_id": 1, "username": "quan-tri"}','chuyen vien phu tho he thong phu tho');
INSERT INTO "audit_entry" VALUES(13,'2026-11-29 03:32:41.087102',1,'Chuyên viên Phú Thọ',1,'Phú Thọ','administrator','accounts.password_changed','Chuyên viên Phú Thọ','1','{}','chuyen vien phu tho chuyen vien phu tho phu tho');
INSERT INTO "audit_entry" VALUES(14,'2026-11-29 03:32:41.850453',0,'Hệ thống',3,'Sở Tài chính','administrator','accounts.person_added','Chuyên viên Sở Tài chính','2','{"role": "unit_clerk", "unit": "S\u1edf T\u00e0i ch\u00ednh", "unit_id": 3, "username": "can-bo"}','chuyen vien so tai chinh he thong so tai chinh');
INSERT INTO "audit_entry" VALUES(15,'2026-11-29 03:32:42.616313',2,'Chuyên viên Sở Tài chính',3,'Sở Tài chính','unit_clerk','accounts.password_changed','Chuyên viên Sở Tài chính','2','{}','chuyen vien so tai chinh chuyen vien so tai chinh so tai chinh');
INSERT INTO "audit_entry" VALUES(16,'2026-11-29 03:32:42.635833',1,'Chuyên viên Phú Thọ',1,'Phú Thọ','administrator','accounts.membership_given','Chuyên viên Sở Tài chính','2','{"role": "leader", "unit": "Ph\u00fa Th\u1ecd", "unit_id": 1, "day": "2026-01-01"}','chuyen vien so tai chinh chuyen vien phu tho phu tho');
INSERT INTO "audit_entry" VALUES(17,'2026-11-29 03:32:42.644182',1,'Chuyên viên Phú Thọ',1,'Phú Thọ','administrator','accounts.membership_ended','Chuyên viên Sở Tài chính','2','{"role": "leader", "unit": "Ph\u00fa Th\u1ecd", "unit_id": 1, "day": "2026-02-01"}','chuyen vien so tai chinh chuyen vien phu tho phu tho');
INSERT INTO "audit_entry" VALUES(18,'2026-11-29 03:32:42.692262',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','documents.stored','diem.csv','2','{"sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "size": 110}','diem.csv chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(19,'2026-11-29 03:32:42.706777',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','results.import_applied','Kỳ đánh giá năm 2025','1','{"import": 1, "file": "diem.csv", "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "ffb5b4512548b0c1cfa36fc05b4baa467149601a57b182ae261e28a3776c1540", "count": 8}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(20,'2026-11-29 03:32:42.742125',1,'Chuyên viên Phú Thọ',1,'Phú Thọ','administrator','results.score_corrected','Sở Nội vụ','1','{"leaf": "1.2", "old": "2", "new": "1.5", "reason": "Theo bi\u00ean b\u1ea3n th\u1ea9m \u0111\u1ecbnh", "version": 2}','so noi vu chuyen vien phu tho phu tho');
INSERT INTO "audit_entry" VALUES(21,'2026-11-29 03:32:42.816843',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.applicability_changed','Kỳ đánh giá năm 2025','1','{"count": 1, "off": {"S\u1edf T\u00e0i ch\u00ednh": ["1.1"]}, "on": {}, "reason": "Kh\u00f4ng c\u00f3 nhi\u1ec7m v\u1ee5"}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(22,'2026-11-29 03:32:42.834625',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.closed','Kỳ đánh giá năm 2025','1','{}','ky danh gia nam 2025 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(23,'2026-11-29 03:32:42.866437',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.created','Kỳ đánh giá năm 2026','2','{"year": 2026, "province": "Ph\u00fa Th\u1ecd", "copied_from": "K\u1ef3 \u0111\u00e1nh gi\u00e1 n\u0103m 2025", "participants": 2}','ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(24,'2026-11-29 03:32:42.880738',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.opened','Kỳ đánh giá năm 2026','2','{}','ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(25,'2026-11-29 03:32:42.898930',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','documents.stored','diem.csv','3','{"sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "size": 110}','diem.csv chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(26,'2026-11-29 03:32:42.926492',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','results.import_applied','Kỳ đánh giá năm 2026','2','{"import": 2, "file": "diem.csv", "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "ab3d65d602f8f733d8b80b84dcc9955fc703ad6fdfdb5765e293c336159efa45", "count": 8}','ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(27,'2026-11-29 03:32:42.973017',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','results.import_undone','Kỳ đánh giá năm 2026','2','{"import": 2, "file": "diem.csv", "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "ab3d65d602f8f733d8b80b84dcc9955fc703ad6fdfdb5765e293c336159efa45", "count": 8}','ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(28,'2026-11-29 03:32:43.005136',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','documents.stored','diem-2.csv','4','{"sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "size": 110}','diem 2.csv chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(29,'2026-11-29 03:32:43.018807',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','results.import_applied','Kỳ đánh giá năm 2026','2','{"import": 3, "file": "diem-2.csv", "sha256": "f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9", "difference": "abd213d4a2bd659766e36e1d7ab60a79dc393c242084c66d8fe592f775f028b9", "count": 8}','ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(30,'2026-11-29 03:32:43.072220',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','documents.stored','diem-3.csv','5','{"sha256": "7e6284329905b10739034357922cc41b485870f8a4d9580475b241b6efc120c8", "size": 108}','diem 3.csv chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(31,'2026-11-29 03:32:43.081428',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','cycles.applicability_changed','Kỳ đánh giá năm 2026','2','{"count": 1, "off": {"S\u1edf N\u1ed9i v\u1ee5": ["2.2"]}, "on": {}, "reason": "Kh\u00f4ng \u0111i\u1ec1u tra"}','ky danh gia nam 2026 chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(32,'2026-11-29 03:32:43.104704',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','plans.created','Kế hoạch cải cách hành chính','1','{"year": 2026, "unit": "Ph\u00fa Th\u1ecd"}','ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(33,'2026-11-29 03:32:43.116748',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','plans.section_added','Kế hoạch cải cách hành chính','1','{"section": "Th\u1ec3 ch\u1ebf"}','ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(34,'2026-11-29 03:32:43.158252',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','plans.measure_added','Kế hoạch cải cách hành chính','1','{"number": "", "measure": 1, "texts": {"number": "", "objective": "", "task": "Ban h\u00e0nh k\u1ebf ho\u1ea1ch", "activity": "", "output": "", "shortcomings": "", "lead": "S\u1edf N\u1ed9i v\u1ee5", "cooperating": "", "deadline": "Qu\u00fd I", "extra": ""}}','ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(35,'2026-11-29 03:32:43.184904',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','plans.plan_made','Kế hoạch cải cách hành chính','1','{"document": "", "version": 3}','ke hoach cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(36,'2026-11-29 03:32:43.208222',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','documents.stored','bo-tieu-chi.toml','6','{"sha256": "8378f4f4f12d65a7af1762ed4fa198c1b2a9a4456572facf19620f1b433d7cc8", "size": 498}','bo tieu chi.toml chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(37,'2026-11-29 03:32:43.209108',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','criteria.uploaded','Bộ tiêu chí mẫu (1)','2','{"set": "nhap", "version": "1", "sha256": "74088f85fd3a63e5de087b9efa7c9cc87ac4c5cf2a5fe2913ca4131600c01652", "file": "bo-tieu-chi.toml", "leaves": 3, "total": "5"}','bo tieu chi mau (1) chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(38,'2026-11-29 03:32:43.216528',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','units.added','Phòng Cải cách hành chính','4','{"name": "Ph\u00f2ng C\u1ea3i c\u00e1ch h\u00e0nh ch\u00ednh", "kind": "division", "code": "", "parent": "S\u1edf N\u1ed9i v\u1ee5", "valid_from": "2020-01-01", "valid_until": "", "aliases": []}','phong cai cach hanh chinh chuyen vien so noi vu so noi vu');
INSERT INTO "audit_entry" VALUES(39,'2026-11-29 03:32:43.252658',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','administrator','units.split','Sở Nội vụ','2','{"on": "2026-06-01", "old": "S\u1edf N\u1ed9i v\u1ee5", "new": "S\u1edf N\u1ed9i v\u1ee5 m\u1edbi, S\u1edf D\u00e2n t\u1ed9c", "old_ids": [2], "new_ids": [5, 6]}','so noi vu chuyen vien so noi vu so noi vu');
CREATE TABLE "audit_seal" ("position" bigint NOT NULL PRIMARY KEY, "entry_id" bigint NOT NULL UNIQUE, "digest" varchar(64) NOT NULL, "at" datetime NOT NULL);
INSERT INTO "audit_seal" VALUES(1,1,'6868d9778217ba981f410590b2dd8981c97231af3b81667104ee18795a8d4567','2026-11-29 03:32:43.270415');
INSERT INTO "audit_seal" VALUES(2,2,'3dc7f2ab5800cdcfba71c1e19f6b425f7f2cf8c3f6d9c8bb1731149e423e1cc7','2026-11-29 03:32:43.270437');
INSERT INTO "audit_seal" VALUES(3,3,'7f14c2170c3f9ee4bb3758935c0c1a8c20ac0a92d0b1f06f7725f672ae94bf3a','2026-11-29 03:32:43.270445');
INSERT INTO "audit_seal" VALUES(4,4,'5b32380c4a70961597d317ff22c4ea6406c2b885782b685b11aaebbdeafa7dfa','2026-11-29 03:32:43.270453');
INSERT INTO "audit_seal" VALUES(5,5,'75aa8363a2a64dd1a317add0c2e22ecbadeafcf2a404c31087a585400c0193da','2026-11-29 03:32:43.270459');
INSERT INTO "audit_seal" VALUES(6,6,'47ed222974b8437c989d323bf86ff4f555fb87737ad1cd5600a1720cade6c5fd','2026-11-29 03:32:43.270466');
INSERT INTO "audit_seal" VALUES(7,7,'cc0609289f8e9829532f21940fb56487e6078728a764b59f608914f2ebf37603','2026-11-29 03:32:43.270473');
INSERT INTO "audit_seal" VALUES(8,8,'05bba276237df9cd9d5e18ec4081b4811f57559e68091ad534bea230d17af0eb','2026-11-29 03:32:43.270480');
INSERT INTO "audit_seal" VALUES(9,9,'bff927a687800912e7484449ef86e3647ed8606626a4a8ca30a3139598a834be','2026-11-29 03:32:43.270486');
INSERT INTO "audit_seal" VALUES(10,10,'b40d83042fc69e19146c475c4203c0335c47b0eccae76b296c218626a30b6248','2026-11-29 03:32:43.270493');
INSERT INTO "audit_seal" VALUES(11,11,'4c52d3bf73116e6f423a472f3918334dd0806d0bf51dfb707445b94f0df07961','2026-11-29 03:32:43.270499');
INSERT INTO "audit_seal" VALUES(12,12,'ba053bbbba5b52e19b94f344fb7305e0861b1bed1390d4bd86f48a8c2cba6226','2026-11-29 03:32:43.270506');
INSERT INTO "audit_seal" VALUES(13,13,'e9db616f4228e25c28082b95f0bd4e23b657ce75e8bace1c3405bfb80c7aa34d','2026-11-29 03:32:43.270512');
INSERT INTO "audit_seal" VALUES(14,14,'26bd4db158d70622689e1e10295534df048b7d3b43811549eade16cec0a9f9b0','2026-11-29 03:32:43.270518');
INSERT INTO "audit_seal" VALUES(15,15,'228b9cea877354a087cb374a5eb1e43f8ef0208a95ddb3f267e56750c0963b99','2026-11-29 03:32:43.270524');
INSERT INTO "audit_seal" VALUES(16,16,'db97ed37df8bb2ce196e1ce674b45305b6713d9920e3f6a21df2fb5ac0a9001b','2026-11-29 03:32:43.270530');
INSERT INTO "audit_seal" VALUES(17,17,'60fae8505b442170a08bc7bdd03a20adbb557fd42fc818be1d2f7debde4d3b4f','2026-11-29 03:32:43.270537');
INSERT INTO "audit_seal" VALUES(18,18,'17c07fa051ea1d3a42d1d8bbb96f5c3f78f10f712970471d6a1bde678f8c009f','2026-11-29 03:32:43.270542');
INSERT INTO "audit_seal" VALUES(19,19,'6eed44b2a64cc00e8630f589acb2062044dd5828cc54f2168bdf612a14191428','2026-11-29 03:32:43.270548');
INSERT INTO "audit_seal" VALUES(20,20,'dab810dfca7e14d83dcdf9765b8a97e5b9847f193b4c68f2c5d05ed77a5d8886','2026-11-29 03:32:43.270554');
INSERT INTO "audit_seal" VALUES(21,21,'d79568a86dc390cf7ac3936b4b7b671a2226bb00e9bb702eae03370bd6126915','2026-11-29 03:32:43.270560');
INSERT INTO "audit_seal" VALUES(22,22,'e0638820ca2b1b7e6f49284aeb799810f67b102119a43380d3e192aba7e51e22','2026-11-29 03:32:43.270566');
INSERT INTO "audit_seal" VALUES(23,23,'5a3a7d18e8a5ba7783a0fcb9b9a775644b80d4fb66a29ab13d38600c9eabedb8','2026-11-29 03:32:43.270572');
INSERT INTO "audit_seal" VALUES(24,24,'1949c9eef1bdd52174264dc78a169ababcce3c5c5d3b351f3b4d2c333fba9fe2','2026-11-29 03:32:43.270578');
INSERT INTO "audit_seal" VALUES(25,25,'ef9b50612c4a26f22487adb9c7f1b9178058ea63ed93f83b5906920bac771f48','2026-11-29 03:32:43.270584');
INSERT INTO "audit_seal" VALUES(26,26,'b22f00501d2140074c50d32d525ea29403fb1636cf3d5be53c9a0b28b79a6542','2026-11-29 03:32:43.270590');
INSERT INTO "audit_seal" VALUES(27,27,'f1ffeb578ab87c5d7d7e10e0d8121c4275fe999774bf711f4b61f35630018177','2026-11-29 03:32:43.270596');
INSERT INTO "audit_seal" VALUES(28,28,'0c6b7461486b0ad1db543003b1852b1b1e5a12d07fe8fff3ddf4ad490de3ab3b','2026-11-29 03:32:43.270602');
INSERT INTO "audit_seal" VALUES(29,29,'fb147d72ae7e2335dae9f2c3018a40aa8989a055acd55767d9f95a4a540d7e16','2026-11-29 03:32:43.270608');
INSERT INTO "audit_seal" VALUES(30,30,'a4121a05287415222c79f6b09378abca7ac57f72e74055919440242c4e61b19a','2026-11-29 03:32:43.270614');
INSERT INTO "audit_seal" VALUES(31,31,'739790afb709178fe9d2424f0d63e8bc60f4cf59a740e068beede0ca1482de7b','2026-11-29 03:32:43.270619');
INSERT INTO "audit_seal" VALUES(32,32,'155509772a2522d84287ad9fc674f16ed2c1f06c1a6aa48bc5da6e36eea565be','2026-11-29 03:32:43.270625');
INSERT INTO "audit_seal" VALUES(33,33,'4a29de57bd52de6ef7981891d540640e0c84d13ef37ff326fc90d7fbeb503d3d','2026-11-29 03:32:43.270631');
INSERT INTO "audit_seal" VALUES(34,34,'85cc5303af1691ffbd234090a152f62894e5ac24406d5ceb80eaa6a9d5434c49','2026-11-29 03:32:43.270636');
INSERT INTO "audit_seal" VALUES(35,35,'ca69d5b9b987a4355acfeb684a86af726c14a5f63775fa3be0075acda04724a5','2026-11-29 03:32:43.270642');
INSERT INTO "audit_seal" VALUES(36,36,'b35782cdb5f898a4f8ee611a6e1bebb8ed8f4a3827f07426f0c8dc193f46eaef','2026-11-29 03:32:43.270648');
INSERT INTO "audit_seal" VALUES(37,37,'dc4233d3911a2ebda228975c85c6a595dbf60129bb8f3e60741f4bd823f48fea','2026-11-29 03:32:43.270653');
INSERT INTO "audit_seal" VALUES(38,38,'726269b9494ef9774dae1fa489710c8cbc3dd41cd2cccfefd069929b1f41af34','2026-11-29 03:32:43.270659');
INSERT INTO "audit_seal" VALUES(39,39,'cad445793a6dfa23edd09e103d803605f5d8fec2c97eb366c5ad3b620bfa45e0','2026-11-29 03:32:43.270665');
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES(1,1,'add_indexrun','Can add index run');
INSERT INTO "auth_permission" VALUES(2,1,'change_indexrun','Can change index run');
INSERT INTO "auth_permission" VALUES(3,1,'delete_indexrun','Can delete index run');
INSERT INTO "auth_permission" VALUES(4,1,'view_indexrun','Can view index run');
INSERT INTO "auth_permission" VALUES(5,2,'add_scoreimport','Can add score import');
INSERT INTO "auth_permission" VALUES(6,2,'change_scoreimport','Can change score import');
INSERT INTO "auth_permission" VALUES(7,2,'delete_scoreimport','Can delete score import');
INSERT INTO "auth_permission" VALUES(8,2,'view_scoreimport','Can view score import');
INSERT INTO "auth_permission" VALUES(9,3,'add_score','Can add score');
INSERT INTO "auth_permission" VALUES(10,3,'change_score','Can change score');
INSERT INTO "auth_permission" VALUES(11,3,'delete_score','Can delete score');
INSERT INTO "auth_permission" VALUES(12,3,'view_score','Can view score');
INSERT INTO "auth_permission" VALUES(13,4,'add_unitindex','Can add unit index');
INSERT INTO "auth_permission" VALUES(14,4,'change_unitindex','Can change unit index');
INSERT INTO "auth_permission" VALUES(15,4,'delete_unitindex','Can delete unit index');
INSERT INTO "auth_permission" VALUES(16,4,'view_unitindex','Can view unit index');
INSERT INTO "auth_permission" VALUES(17,5,'add_domainindex','Can add domain index');
INSERT INTO "auth_permission" VALUES(18,5,'change_domainindex','Can change domain index');
INSERT INTO "auth_permission" VALUES(19,5,'delete_domainindex','Can delete domain index');
INSERT INTO "auth_permission" VALUES(20,5,'view_domainindex','Can view domain index');
INSERT INTO "auth_permission" VALUES(21,6,'add_plan','Can add plan');
INSERT INTO "auth_permission" VALUES(22,6,'change_plan','Can change plan');
INSERT INTO "auth_permission" VALUES(23,6,'delete_plan','Can delete plan');
INSERT INTO "auth_permission" VALUES(24,6,'view_plan','Can view plan');
INSERT INTO "auth_permission" VALUES(25,7,'add_agency','Can add agency');
INSERT INTO "auth_permission" VALUES(26,7,'change_agency','Can change agency');
INSERT INTO "auth_permission" VALUES(27,7,'delete_agency','Can delete agency');
INSERT INTO "auth_permission" VALUES(28,7,'view_agency','Can view agency');
INSERT INTO "auth_permission" VALUES(29,8,'add_acceptance','Can add acceptance');
INSERT INTO "auth_permission" VALUES(30,8,'change_acceptance','Can change acceptance');
INSERT INTO "auth_permission" VALUES(31,8,'delete_acceptance','Can delete acceptance');
INSERT INTO "auth_permission" VALUES(32,8,'view_acceptance','Can view acceptance');
INSERT INTO "auth_permission" VALUES(33,9,'add_reading','Can add reading');
INSERT INTO "auth_permission" VALUES(34,9,'change_reading','Can change reading');
INSERT INTO "auth_permission" VALUES(35,9,'delete_reading','Can delete reading');
INSERT INTO "auth_permission" VALUES(36,9,'view_reading','Can view reading');
INSERT INTO "auth_permission" VALUES(37,10,'add_section','Can add section');
INSERT INTO "auth_permission" VALUES(38,10,'change_section','Can change section');
INSERT INTO "auth_permission" VALUES(39,10,'delete_section','Can delete section');
INSERT INTO "auth_permission" VALUES(40,10,'view_section','Can view section');
INSERT INTO "auth_permission" VALUES(41,11,'add_measure','Can add measure');
INSERT INTO "auth_permission" VALUES(42,11,'change_measure','Can change measure');
INSERT INTO "auth_permission" VALUES(43,11,'delete_measure','Can delete measure');
INSERT INTO "auth_permission" VALUES(44,11,'view_measure','Can view measure');
INSERT INTO "auth_permission" VALUES(45,12,'add_sheetimport','Can add sheet import');
INSERT INTO "auth_permission" VALUES(46,12,'change_sheetimport','Can change sheet import');
INSERT INTO "auth_permission" VALUES(47,12,'delete_sheetimport','Can delete sheet import');
INSERT INTO "auth_permission" VALUES(48,12,'view_sheetimport','Can view sheet import');
INSERT INTO "auth_permission" VALUES(49,13,'add_due','Can add due');
INSERT INTO "auth_permission" VALUES(50,13,'change_due','Can change due');
INSERT INTO "auth_permission" VALUES(51,13,'delete_due','Can delete due');
INSERT INTO "auth_permission" VALUES(52,13,'view_due','Can view due');
INSERT INTO "auth_permission" VALUES(53,14,'add_part','Can add part');
INSERT INTO "auth_permission" VALUES(54,14,'change_part','Can change part');
INSERT INTO "auth_permission" VALUES(55,14,'delete_part','Can delete part');
INSERT INTO "auth_permission" VALUES(56,14,'view_part','Can view part');
INSERT INTO "auth_permission" VALUES(57,15,'add_cycle','Can add cycle');
INSERT INTO "auth_permission" VALUES(58,15,'change_cycle','Can change cycle');
INSERT INTO "auth_permission" VALUES(59,15,'delete_cycle','Can delete cycle');
INSERT INTO "auth_permission" VALUES(60,15,'view_cycle','Can view cycle');
INSERT INTO "auth_permission" VALUES(61,16,'add_cycleset','Can add cycle set');
INSERT INTO "auth_permission" VALUES(62,16,'change_cycleset','Can change cycle set');
INSERT INTO "auth_permission" VALUES(63,16,'delete_cycleset','Can delete cycle set');
INSERT INTO "auth_permission" VALUES(64,16,'view_cycleset','Can view cycle set');
INSERT INTO "auth_permission" VALUES(65,17,'add_participant','Can add participant');
INSERT INTO "auth_permission" VALUES(66,17,'change_participant','Can change participant');
INSERT INTO "auth_permission" VALUES(67,17,'delete_participant','Can delete participant');
INSERT INTO "auth_permission" VALUES(68,17,'view_participant','Can view participant');
INSERT INTO "auth_permission" VALUES(69,18,'add_notapplicable','Can add not applicable');
INSERT INTO "auth_permission" VALUES(70,18,'change_notapplicable','Can change not applicable');
INSERT INTO "auth_permission" VALUES(71,18,'delete_notapplicable','Can delete not applicable');
INSERT INTO "auth_permission" VALUES(72,18,'view_notapplicable','Can view not applicable');
INSERT INTO "auth_permission" VALUES(73,19,'add_phase','Can add phase');
INSERT INTO "auth_permission" VALUES(74,19,'change_phase','Can change phase');
INSERT INTO "auth_permission" VALUES(75,19,'delete_phase','Can delete phase');
INSERT INTO "auth_permission" VALUES(76,19,'view_phase','Can view phase');
INSERT INTO "auth_permission" VALUES(77,20,'add_holiday','Can add holiday');
INSERT INTO "auth_permission" VALUES(78,20,'change_holiday','Can change holiday');
INSERT INTO "auth_permission" VALUES(79,20,'delete_holiday','Can delete holiday');
INSERT INTO "auth_permission" VALUES(80,20,'view_holiday','Can view holiday');
INSERT INTO "auth_permission" VALUES(81,21,'add_criteriaversion','Can add criteria version');
INSERT INTO "auth_permission" VALUES(82,21,'change_criteriaversion','Can change criteria version');
INSERT INTO "auth_permission" VALUES(83,21,'delete_criteriaversion','Can delete criteria version');
INSERT INTO "auth_permission" VALUES(84,21,'view_criteriaversion','Can view criteria version');
INSERT INTO "auth_permission" VALUES(85,22,'add_person','Can add person');
INSERT INTO "auth_permission" VALUES(86,22,'change_person','Can change person');
INSERT INTO "auth_permission" VALUES(87,22,'delete_person','Can delete person');
INSERT INTO "auth_permission" VALUES(88,22,'view_person','Can view person');
INSERT INTO "auth_permission" VALUES(89,23,'add_membership','Can add membership');
INSERT INTO "auth_permission" VALUES(90,23,'change_membership','Can change membership');
INSERT INTO "auth_permission" VALUES(91,23,'delete_membership','Can delete membership');
INSERT INTO "auth_permission" VALUES(92,23,'view_membership','Can view membership');
INSERT INTO "auth_permission" VALUES(93,24,'add_storedfile','Can add stored file');
INSERT INTO "auth_permission" VALUES(94,24,'change_storedfile','Can change stored file');
INSERT INTO "auth_permission" VALUES(95,24,'delete_storedfile','Can delete stored file');
INSERT INTO "auth_permission" VALUES(96,24,'view_storedfile','Can view stored file');
INSERT INTO "auth_permission" VALUES(97,25,'add_officialdocument','Can add official document');
INSERT INTO "auth_permission" VALUES(98,25,'change_officialdocument','Can change official document');
INSERT INTO "auth_permission" VALUES(99,25,'delete_officialdocument','Can delete official document');
INSERT INTO "auth_permission" VALUES(100,25,'view_officialdocument','Can view official document');
INSERT INTO "auth_permission" VALUES(101,26,'add_unit','Can add unit');
INSERT INTO "auth_permission" VALUES(102,26,'change_unit','Can change unit');
INSERT INTO "auth_permission" VALUES(103,26,'delete_unit','Can delete unit');
INSERT INTO "auth_permission" VALUES(104,26,'view_unit','Can view unit');
INSERT INTO "auth_permission" VALUES(105,27,'add_lineage','Can add lineage');
INSERT INTO "auth_permission" VALUES(106,27,'change_lineage','Can change lineage');
INSERT INTO "auth_permission" VALUES(107,27,'delete_lineage','Can delete lineage');
INSERT INTO "auth_permission" VALUES(108,27,'view_lineage','Can view lineage');
INSERT INTO "auth_permission" VALUES(109,28,'add_alias','Can add alias');
INSERT INTO "auth_permission" VALUES(110,28,'change_alias','Can change alias');
INSERT INTO "auth_permission" VALUES(111,28,'delete_alias','Can delete alias');
INSERT INTO "auth_permission" VALUES(112,28,'view_alias','Can view alias');
INSERT INTO "auth_permission" VALUES(113,29,'add_agencygroup','Can add agency group');
INSERT INTO "auth_permission" VALUES(114,29,'change_agencygroup','Can change agency group');
INSERT INTO "auth_permission" VALUES(115,29,'delete_agencygroup','Can delete agency group');
INSERT INTO "auth_permission" VALUES(116,29,'view_agencygroup','Can view agency group');
INSERT INTO "auth_permission" VALUES(117,30,'add_wording','Can add wording');
INSERT INTO "auth_permission" VALUES(118,30,'change_wording','Can change wording');
INSERT INTO "auth_permission" VALUES(119,30,'delete_wording','Can delete wording');
INSERT INTO "auth_permission" VALUES(120,30,'view_wording','Can view wording');
INSERT INTO "auth_permission" VALUES(121,31,'add_seal','Can add seal');
INSERT INTO "auth_permission" VALUES(122,31,'change_seal','Can change seal');
INSERT INTO "auth_permission" VALUES(123,31,'delete_seal','Can delete seal');
INSERT INTO "auth_permission" VALUES(124,31,'view_seal','Can view seal');
INSERT INTO "auth_permission" VALUES(125,32,'add_entry','Can add entry');
INSERT INTO "auth_permission" VALUES(126,32,'change_entry','Can change entry');
INSERT INTO "auth_permission" VALUES(127,32,'delete_entry','Can delete entry');
INSERT INTO "auth_permission" VALUES(128,32,'view_entry','Can view entry');
INSERT INTO "auth_permission" VALUES(129,33,'add_permission','Can add permission');
INSERT INTO "auth_permission" VALUES(130,33,'change_permission','Can change permission');
INSERT INTO "auth_permission" VALUES(131,33,'delete_permission','Can delete permission');
INSERT INTO "auth_permission" VALUES(132,33,'view_permission','Can view permission');
INSERT INTO "auth_permission" VALUES(133,34,'add_group','Can add group');
INSERT INTO "auth_permission" VALUES(134,34,'change_group','Can change group');
INSERT INTO "auth_permission" VALUES(135,34,'delete_group','Can delete group');
INSERT INTO "auth_permission" VALUES(136,34,'view_group','Can view group');
INSERT INTO "auth_permission" VALUES(137,35,'add_contenttype','Can add content type');
INSERT INTO "auth_permission" VALUES(138,35,'change_contenttype','Can change content type');
INSERT INTO "auth_permission" VALUES(139,35,'delete_contenttype','Can delete content type');
INSERT INTO "auth_permission" VALUES(140,35,'view_contenttype','Can view content type');
INSERT INTO "auth_permission" VALUES(141,36,'add_session','Can add session');
INSERT INTO "auth_permission" VALUES(142,36,'change_session','Can change session');
INSERT INTO "auth_permission" VALUES(143,36,'delete_session','Can delete session');
INSERT INTO "auth_permission" VALUES(144,36,'view_session','Can view session');
INSERT INTO "auth_permission" VALUES(145,37,'add_dbtaskresult','Can add Task Result');
INSERT INTO "auth_permission" VALUES(146,37,'change_dbtaskresult','Can change Task Result');
INSERT INTO "auth_permission" VALUES(147,37,'delete_dbtaskresult','Can delete Task Result');
INSERT INTO "auth_permission" VALUES(148,37,'view_dbtaskresult','Can view Task Result');
INSERT INTO "auth_permission" VALUES(149,38,'add_emailaddress','Can add email address');
INSERT INTO "auth_permission" VALUES(150,38,'change_emailaddress','Can change email address');
INSERT INTO "auth_permission" VALUES(151,38,'delete_emailaddress','Can delete email address');
INSERT INTO "auth_permission" VALUES(152,38,'view_emailaddress','Can view email address');
INSERT INTO "auth_permission" VALUES(153,39,'add_emailconfirmation','Can add email confirmation');
INSERT INTO "auth_permission" VALUES(154,39,'change_emailconfirmation','Can change email confirmation');
INSERT INTO "auth_permission" VALUES(155,39,'delete_emailconfirmation','Can delete email confirmation');
INSERT INTO "auth_permission" VALUES(156,39,'view_emailconfirmation','Can view email confirmation');
CREATE TABLE "criteria_criteriaversion" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "set_id" varchar(100) NOT NULL, "version" varchar(50) NOT NULL, "title" varchar(300) NOT NULL, "unit_kind" varchar(20) NOT NULL, "state" varchar(10) NOT NULL, "text" text NOT NULL, "sha256" varchar(64) NOT NULL, "created_at" datetime NOT NULL, "published_at" datetime NULL, "published_by" text NULL CHECK ((JSON_VALID("published_by") OR "published_by" IS NULL)), "basis" varchar(500) NOT NULL, "first_year" smallint unsigned NULL CHECK ("first_year" >= 0), "last_year" smallint unsigned NULL CHECK ("last_year" >= 0), "leaves" integer unsigned NOT NULL CHECK ("leaves" >= 0), "source_id" bigint NULL REFERENCES "documents_storedfile" ("id") DEFERRABLE INITIALLY DEFERRED, "total" varchar(60) NOT NULL, CONSTRAINT "criteria_version_once_per_set" UNIQUE ("set_id", "version"), CONSTRAINT "criteria_version_state_known" CHECK ("state" IN ('draft', 'published')), CONSTRAINT "criteria_version_published_on_a_day" CHECK (("state" = 'draft' OR "published_at" IS NOT NULL)));
INSERT INTO "criteria_criteriaversion" VALUES(1,'scored','1','Bộ tiêu chí chấm thử','department','published','[set]
id = "scored"
title = "Bộ tiêu chí chấm thử"
version = "1"
unit_kind = "department"
total = "10"
places = "2"
rounding = "half_up"
ties = "competition"
survey_optional = "yes"
bonus_above_total = "yes"
grade_by = "printed"

[[grade]]
name = "Tốt"
band = ">= 80"

[[grade]]
name = "Khá"
band = "< 80"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "5"
part = "appraised"

[[node]]
number = "1.1"
parent = "1"
name = "Mức độ hoàn thành kế hoạch"
maximum = "3"
inputs = [
  "done: count | Số nhiệm vụ hoàn thành",
  "total: count, from 1 | Số nhiệm vụ trong kế hoạch",
]
rule = "ratio done / total"
loss = "ratio"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "2"
name = "Hiện đại hóa hành chính"
maximum = "5"
part = "appraised"

[[node]]
number = "2.1"
parent = "2"
name = "Tỷ lệ hồ sơ trực tuyến so với đơn vị tốt nhất"
maximum = "2"
inputs = [
  "rate: percent | Tỷ lệ hồ sơ trực tuyến",
]
rule = "relative rate to best"

[[node]]
number = "2.2"
parent = "2"
name = "Mức độ hài lòng"
maximum = "3"
part = "survey"
','25c915b28251ce8b4526d1a6f3d39c3a1518caf8af5dbce6f3fe7a749bb1f48b','2026-11-29 03:32:39.231230','2026-11-29 03:32:39.249775','{"person_id": 1, "person": "Chuy\u00ean vi\u00ean S\u1edf N\u1ed9i v\u1ee5", "unit": "S\u1edf N\u1ed9i v\u1ee5"}','',NULL,NULL,4,1,'10');
INSERT INTO "criteria_criteriaversion" VALUES(2,'nhap','1','Bộ tiêu chí mẫu','department','draft','[set]
id = "nhap"
title = "Bộ tiêu chí mẫu"
version = "1"
unit_kind = "department"
total = "5"
places = "2"
rounding = "half_up"
ties = "competition"
survey_optional = "no"
bonus_above_total = "yes"
grade_by = "printed"

[[node]]
number = "1"
name = "Chỉ đạo, điều hành"
maximum = "3"
part = "appraised"

[[node]]
number = "1.1"
parent = "1"
name = "Kế hoạch cải cách hành chính"
maximum = "1"

[[node]]
number = "1.2"
parent = "1"
name = "Báo cáo định kỳ"
maximum = "2"

[[node]]
number = "2"
name = "Thể chế"
maximum = "2"
part = "appraised"

[[node]]
number = "2.1"
parent = "2"
name = "Rà soát văn bản"
maximum = "2"
','74088f85fd3a63e5de087b9efa7c9cc87ac4c5cf2a5fe2913ca4131600c01652','2026-11-29 03:32:43.186598',NULL,NULL,'',NULL,NULL,3,6,'5');
CREATE TABLE "cycles_cycle" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "year" smallint unsigned NOT NULL CHECK ("year" >= 0), "name" varchar(250) NOT NULL, "state" varchar(10) NOT NULL, "province_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "cycles_cycle_once_a_year" UNIQUE ("province_id", "year"), CONSTRAINT "cycles_cycle_year" CHECK (("year" >= 2000 AND "year" <= 2100)), CONSTRAINT "cycles_cycle_state_known" CHECK ("state" IN ('preparing', 'open', 'closed')));
INSERT INTO "cycles_cycle" VALUES(1,2025,'Kỳ đánh giá năm 2025','closed',1);
INSERT INTO "cycles_cycle" VALUES(2,2026,'Kỳ đánh giá năm 2026','open',1);
CREATE TABLE "cycles_cycleset" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kinds" text NOT NULL CHECK ((JSON_VALID("kinds") OR "kinds" IS NULL)), "peer_group" varchar(150) NOT NULL, "cycle_id" bigint NOT NULL REFERENCES "cycles_cycle" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "criteria_criteriaversion" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "cycles_set_once_per_cycle" UNIQUE ("cycle_id", "version_id"));
INSERT INTO "cycles_cycleset" VALUES(1,'["department"]','Các sở',1,1);
INSERT INTO "cycles_cycleset" VALUES(2,'["department"]','Các sở',2,1);
CREATE TABLE "cycles_holiday" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "on" date NOT NULL UNIQUE, "name" varchar(250) NOT NULL, "worked" bool NOT NULL, CONSTRAINT "cycles_holiday_off_has_a_name" CHECK (("worked" OR NOT ("name" = ''))));
CREATE TABLE "cycles_notapplicable" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "leaf" varchar(30) NOT NULL, "reason" varchar(500) NOT NULL, "participant_id" bigint NOT NULL REFERENCES "cycles_participant" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "cycles_not_applicable_once" UNIQUE ("participant_id", "leaf"));
INSERT INTO "cycles_notapplicable" VALUES(1,'1.1','Không có nhiệm vụ',2);
INSERT INTO "cycles_notapplicable" VALUES(2,'2.2','Không điều tra',3);
CREATE TABLE "cycles_participant" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "peer_group" varchar(150) NOT NULL, "name" varchar(250) NOT NULL, "code" varchar(50) NOT NULL, "place" integer unsigned NOT NULL CHECK ("place" >= 0), "cycle_id" bigint NOT NULL REFERENCES "cycles_cycle" ("id") DEFERRABLE INITIALLY DEFERRED, "cycle_set_id" bigint NOT NULL REFERENCES "cycles_cycleset" ("id") DEFERRABLE INITIALLY DEFERRED, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "cycles_participant_unit_once" UNIQUE ("cycle_id", "unit_id"));
INSERT INTO "cycles_participant" VALUES(1,'Các sở','Sở Nội vụ','',1,1,1,2);
INSERT INTO "cycles_participant" VALUES(2,'Các sở','Sở Tài chính','',2,1,1,3);
INSERT INTO "cycles_participant" VALUES(3,'Các sở','Sở Nội vụ','',1,2,2,2);
INSERT INTO "cycles_participant" VALUES(4,'Các sở','Sở Tài chính','',2,2,2,3);
CREATE TABLE "cycles_phase" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(20) NOT NULL, "place" smallint unsigned NOT NULL CHECK ("place" >= 0), "name" varchar(100) NOT NULL, "starts" date NOT NULL, "ends" date NOT NULL, "cycle_id" bigint NOT NULL REFERENCES "cycles_cycle" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "cycles_phase_kind_once" UNIQUE ("cycle_id", "kind"), CONSTRAINT "cycles_phase_starts_before_end" CHECK ("starts" <= ("ends")), CONSTRAINT "cycles_phase_kind_known" CHECK ("kind" IN ('plan', 'survey', 'self_scoring', 'appraisal', 'justification', 'second_appraisal', 'council', 'approval', 'publication')));
INSERT INTO "cycles_phase" VALUES(1,'self_scoring',3,'Tự chấm điểm','2025-12-01','2026-01-10',1);
INSERT INTO "cycles_phase" VALUES(2,'self_scoring',3,'Tự chấm điểm','2026-12-01','2027-01-10',2);
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'results','indexrun');
INSERT INTO "django_content_type" VALUES(2,'results','scoreimport');
INSERT INTO "django_content_type" VALUES(3,'results','score');
INSERT INTO "django_content_type" VALUES(4,'results','unitindex');
INSERT INTO "django_content_type" VALUES(5,'results','domainindex');
INSERT INTO "django_content_type" VALUES(6,'plans','plan');
INSERT INTO "django_content_type" VALUES(7,'plans','agency');
INSERT INTO "django_content_type" VALUES(8,'plans','acceptance');
INSERT INTO "django_content_type" VALUES(9,'plans','reading');
INSERT INTO "django_content_type" VALUES(10,'plans','section');
INSERT INTO "django_content_type" VALUES(11,'plans','measure');
INSERT INTO "django_content_type" VALUES(12,'plans','sheetimport');
INSERT INTO "django_content_type" VALUES(13,'plans','due');
INSERT INTO "django_content_type" VALUES(14,'plans','part');
INSERT INTO "django_content_type" VALUES(15,'cycles','cycle');
INSERT INTO "django_content_type" VALUES(16,'cycles','cycleset');
INSERT INTO "django_content_type" VALUES(17,'cycles','participant');
INSERT INTO "django_content_type" VALUES(18,'cycles','notapplicable');
INSERT INTO "django_content_type" VALUES(19,'cycles','phase');
INSERT INTO "django_content_type" VALUES(20,'cycles','holiday');
INSERT INTO "django_content_type" VALUES(21,'criteria','criteriaversion');
INSERT INTO "django_content_type" VALUES(22,'accounts','person');
INSERT INTO "django_content_type" VALUES(23,'accounts','membership');
INSERT INTO "django_content_type" VALUES(24,'documents','storedfile');
INSERT INTO "django_content_type" VALUES(25,'documents','officialdocument');
INSERT INTO "django_content_type" VALUES(26,'units','unit');
INSERT INTO "django_content_type" VALUES(27,'units','lineage');
INSERT INTO "django_content_type" VALUES(28,'units','alias');
INSERT INTO "django_content_type" VALUES(29,'units','agencygroup');
INSERT INTO "django_content_type" VALUES(30,'units','wording');
INSERT INTO "django_content_type" VALUES(31,'audit','seal');
INSERT INTO "django_content_type" VALUES(32,'audit','entry');
INSERT INTO "django_content_type" VALUES(33,'auth','permission');
INSERT INTO "django_content_type" VALUES(34,'auth','group');
INSERT INTO "django_content_type" VALUES(35,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(36,'sessions','session');
INSERT INTO "django_content_type" VALUES(37,'django_tasks_database','dbtaskresult');
INSERT INTO "django_content_type" VALUES(38,'account','emailaddress');
INSERT INTO "django_content_type" VALUES(39,'account','emailconfirmation');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'units','0001_initial','2026-11-29 03:32:29.120678');
INSERT INTO "django_migrations" VALUES(2,'accounts','0001_initial','2026-11-29 03:32:29.194800');
INSERT INTO "django_migrations" VALUES(3,'account','0001_initial','2026-11-29 03:32:29.338097');
INSERT INTO "django_migrations" VALUES(4,'account','0002_email_max_length','2026-11-29 03:32:29.342778');
INSERT INTO "django_migrations" VALUES(5,'account','0003_alter_emailaddress_create_unique_verified_email','2026-11-29 03:32:29.359269');
INSERT INTO "django_migrations" VALUES(6,'account','0004_alter_emailaddress_drop_unique_email','2026-11-29 03:32:29.423793');
INSERT INTO "django_migrations" VALUES(7,'account','0005_emailaddress_idx_upper_email','2026-11-29 03:32:29.426936');
INSERT INTO "django_migrations" VALUES(8,'account','0006_emailaddress_lower','2026-11-29 03:32:29.613258');
INSERT INTO "django_migrations" VALUES(9,'account','0007_emailaddress_idx_email','2026-11-29 03:32:29.634699');
INSERT INTO "django_migrations" VALUES(10,'account','0008_emailaddress_unique_primary_email_fixup','2026-11-29 03:32:29.667808');
INSERT INTO "django_migrations" VALUES(11,'account','0009_emailaddress_unique_primary_email','2026-11-29 03:32:29.670860');
INSERT INTO "django_migrations" VALUES(12,'audit','0001_initial','2026-11-29 03:32:29.693077');
INSERT INTO "django_migrations" VALUES(13,'audit','0002_append_only','2026-11-29 03:32:29.693756');
INSERT INTO "django_migrations" VALUES(14,'contenttypes','0001_initial','2026-11-29 03:32:29.695187');
INSERT INTO "django_migrations" VALUES(15,'contenttypes','0002_remove_content_type_name','2026-11-29 03:32:29.749265');
INSERT INTO "django_migrations" VALUES(16,'auth','0001_initial','2026-11-29 03:32:29.768358');
INSERT INTO "django_migrations" VALUES(17,'auth','0002_alter_permission_name_max_length','2026-11-29 03:32:29.782030');
INSERT INTO "django_migrations" VALUES(18,'auth','0003_alter_user_email_max_length','2026-11-29 03:32:29.795399');
INSERT INTO "django_migrations" VALUES(19,'auth','0004_alter_user_username_opts','2026-11-29 03:32:29.802468');
INSERT INTO "django_migrations" VALUES(20,'auth','0005_alter_user_last_login_null','2026-11-29 03:32:29.853074');
INSERT INTO "django_migrations" VALUES(21,'auth','0006_require_contenttypes_0002','2026-11-29 03:32:29.853694');
INSERT INTO "django_migrations" VALUES(22,'auth','0007_alter_validators_add_error_messages','2026-11-29 03:32:29.870075');
INSERT INTO "django_migrations" VALUES(23,'auth','0008_alter_user_username_max_length','2026-11-29 03:32:29.877905');
INSERT INTO "django_migrations" VALUES(24,'auth','0009_alter_user_last_name_max_length','2026-11-29 03:32:29.891117');
INSERT INTO "django_migrations" VALUES(25,'auth','0010_alter_group_name_max_length','2026-11-29 03:32:29.914198');
INSERT INTO "django_migrations" VALUES(26,'auth','0011_update_proxy_permissions','2026-11-29 03:32:29.945082');
INSERT INTO "django_migrations" VALUES(27,'auth','0012_alter_user_first_name_max_length','2026-11-29 03:32:29.960097');
INSERT INTO "django_migrations" VALUES(28,'documents','0001_initial','2026-11-29 03:32:29.961825');
INSERT INTO "django_migrations" VALUES(29,'criteria','0001_initial','2026-11-29 03:32:29.962958');
INSERT INTO "django_migrations" VALUES(30,'criteria','0002_versions_frozen','2026-11-29 03:32:30.101899');
INSERT INTO "django_migrations" VALUES(31,'cycles','0001_initial','2026-11-29 03:32:30.650213');
INSERT INTO "django_migrations" VALUES(32,'cycles','0002_closed_is_final','2026-11-29 03:32:30.653353');
INSERT INTO "django_migrations" VALUES(33,'cycles','0003_holidays','2026-11-29 03:32:30.660557');
INSERT INTO "django_migrations" VALUES(34,'django_tasks_database','0001_initial','2026-11-29 03:32:30.666828');
INSERT INTO "django_migrations" VALUES(35,'django_tasks_database','0002_alter_dbtaskresult_options','2026-11-29 03:32:30.668524');
INSERT INTO "django_migrations" VALUES(36,'django_tasks_database','0003_dbtaskresult_enqueued_at_dbtaskresult_finished_at','2026-11-29 03:32:30.763353');
INSERT INTO "django_migrations" VALUES(37,'django_tasks_database','0004_dbtaskresult_started_at','2026-11-29 03:32:30.839683');
INSERT INTO "django_migrations" VALUES(38,'django_tasks_database','0005_alter_dbtaskresult_priority_and_more','2026-11-29 03:32:30.975839');
INSERT INTO "django_migrations" VALUES(39,'django_tasks_database','0006_alter_dbtaskresult_args_kwargs_and_more','2026-11-29 03:32:30.984666');
INSERT INTO "django_migrations" VALUES(40,'django_tasks_database','0007_add_separate_results_fields','2026-11-29 03:32:30.990085');
INSERT INTO "django_migrations" VALUES(41,'django_tasks_database','0008_separate_results_field','2026-11-29 03:32:30.999328');
INSERT INTO "django_migrations" VALUES(42,'django_tasks_database','0009_remove_results_field','2026-11-29 03:32:31.074623');
INSERT INTO "django_migrations" VALUES(43,'django_tasks_database','0010_alter_dbtaskresult_status','2026-11-29 03:32:31.082433');
INSERT INTO "django_migrations" VALUES(44,'django_tasks_database','0011_rename_complete_status','2026-11-29 03:32:31.385736');
INSERT INTO "django_migrations" VALUES(45,'django_tasks_database','0012_add_separate_exception_fields','2026-11-29 03:32:31.428845');
INSERT INTO "django_migrations" VALUES(46,'django_tasks_database','0013_separate_exception_fields','2026-11-29 03:32:31.478910');
INSERT INTO "django_migrations" VALUES(47,'django_tasks_database','0014_remove_dbtaskresult_exception_data','2026-11-29 03:32:31.488369');
INSERT INTO "django_migrations" VALUES(48,'django_tasks_database','0015_correctly_order_run_after','2026-11-29 03:32:31.490161');
INSERT INTO "django_migrations" VALUES(49,'django_tasks_database','0016_remove_dbtaskresult_django_task_new_ordering_idx_and_more','2026-11-29 03:32:32.225532');
INSERT INTO "django_migrations" VALUES(50,'django_tasks_database','0017_dbtaskresult_metadata','2026-11-29 03:32:32.242080');
INSERT INTO "django_migrations" VALUES(51,'django_tasks_database','0018_rename_succeeded_status','2026-11-29 03:32:32.316826');
INSERT INTO "django_migrations" VALUES(52,'django_tasks_database','0019_rename_django_task_new_ordering_idx_tasks_db_new_ordering_idx_and_more','2026-11-29 03:32:32.378882');
INSERT INTO "django_migrations" VALUES(53,'django_tasks_database','0020_update_db_task_result_ordering','2026-11-29 03:32:32.404616');
INSERT INTO "django_migrations" VALUES(54,'django_tasks_database','0021_conditional_partial_index_ordering','2026-11-29 03:32:32.424467');
INSERT INTO "django_migrations" VALUES(55,'documents','0002_official_documents','2026-11-29 03:32:32.461983');
INSERT INTO "django_migrations" VALUES(56,'units','0002_groups_and_wordings','2026-11-29 03:32:32.542071');
INSERT INTO "django_migrations" VALUES(57,'plans','0001_initial','2026-11-29 03:32:33.976474');
INSERT INTO "django_migrations" VALUES(58,'results','0001_initial','2026-11-29 03:32:35.369430');
INSERT INTO "django_migrations" VALUES(59,'results','0002_immutable','2026-11-29 03:32:35.381593');
INSERT INTO "django_migrations" VALUES(60,'results','0003_closed_is_final','2026-11-29 03:32:35.382499');
INSERT INTO "django_migrations" VALUES(61,'sessions','0001_initial','2026-11-29 03:32:35.388686');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "django_tasks_database_dbtaskresult" ("id" char(32) NOT NULL PRIMARY KEY, "args_kwargs" text NOT NULL CHECK ((JSON_VALID("args_kwargs") OR "args_kwargs" IS NULL)), "priority" integer NOT NULL, "task_path" text NOT NULL, "queue_name" varchar(32) NOT NULL, "backend_name" varchar(32) NOT NULL, "run_after" datetime NOT NULL, "enqueued_at" datetime NOT NULL, "finished_at" datetime NULL, "started_at" datetime NULL, "return_value" text NULL CHECK ((JSON_VALID("return_value") OR "return_value" IS NULL)), "exception_class_path" text NOT NULL, "traceback" text NOT NULL, "worker_ids" text NOT NULL CHECK ((JSON_VALID("worker_ids") OR "worker_ids" IS NULL)), "status" varchar(10) NOT NULL, CONSTRAINT "priority_range" CHECK ("priority" BETWEEN -100 AND 100));
CREATE TABLE "documents_officialdocument" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(100) NOT NULL, "number" varchar(50) NOT NULL, "date" date NULL, "issuer" varchar(250) NOT NULL, "title" text NOT NULL, "file_id" bigint NULL REFERENCES "documents_storedfile" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "documents_storedfile" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sha256" varchar(64) NOT NULL, "name" varchar(200) NOT NULL, "size" bigint unsigned NOT NULL CHECK ("size" >= 0), "type" varchar(10) NOT NULL, "person_id" bigint NOT NULL, "person" varchar(250) NOT NULL, "unit_id" bigint NULL, "unit" varchar(250) NOT NULL, "at" datetime NOT NULL);
INSERT INTO "documents_storedfile" VALUES(1,'ecc52eaaf94ef0a2418ddef3600571d77fcd1e7dfabdf509ab5313a622d5364b','bo-tieu-chi.toml',1036,'toml',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','2026-11-29 03:32:39.246583');
INSERT INTO "documents_storedfile" VALUES(2,'f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9','diem.csv',110,'csv',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','2026-11-29 03:32:42.691890');
INSERT INTO "documents_storedfile" VALUES(3,'f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9','diem.csv',110,'csv',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','2026-11-29 03:32:42.898725');
INSERT INTO "documents_storedfile" VALUES(4,'f3fded3c79020705b2ebf7b89dca42a7f26ae8f53a2808e1a2373a4d9b6373a9','diem-2.csv',110,'csv',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','2026-11-29 03:32:43.004857');
INSERT INTO "documents_storedfile" VALUES(5,'7e6284329905b10739034357922cc41b485870f8a4d9580475b241b6efc120c8','diem-3.csv',108,'csv',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','2026-11-29 03:32:43.071862');
INSERT INTO "documents_storedfile" VALUES(6,'8378f4f4f12d65a7af1762ed4fa198c1b2a9a4456572facf19620f1b433d7cc8','bo-tieu-chi.toml',498,'toml',1,'Chuyên viên Sở Nội vụ',NULL,'Sở Nội vụ','2026-11-29 03:32:43.207880');
CREATE TABLE "plans_acceptance" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "fingerprint" varchar(64) NOT NULL, "reason" varchar(500) NOT NULL, "person_id" bigint NOT NULL, "person" varchar(250) NOT NULL, "unit" varchar(250) NOT NULL, "at" datetime NOT NULL, "plan_id" bigint NOT NULL REFERENCES "plans_plan" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_acceptance_once" UNIQUE ("plan_id", "fingerprint"));
CREATE TABLE "plans_agency" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" text NOT NULL, "spelling" varchar(300) NOT NULL, "confidence" varchar(10) NOT NULL, "reason" varchar(20) NOT NULL, "why" text NOT NULL CHECK ((JSON_VALID("why") OR "why" IS NULL)), "confirmed" bool NOT NULL, "plan_id" bigint NOT NULL REFERENCES "plans_plan" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_agency_once" UNIQUE ("plan_id", "spelling"), CONSTRAINT "plans_agency_confidence_known" CHECK ("confidence" IN ('sure', 'likely', 'unsure')));
INSERT INTO "plans_agency" VALUES(1,'Sở Nội vụ','sở nôị vụ','sure','name','{"text": "the same name as the unit", "gaps": {}}',1,1);
CREATE TABLE "plans_agency_units" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "agency_id" bigint NOT NULL REFERENCES "plans_agency" ("id") DEFERRABLE INITIALLY DEFERRED, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "plans_agency_units" VALUES(1,1,2);
CREATE TABLE "plans_due" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "on" date NOT NULL, "measure_id" bigint NOT NULL REFERENCES "plans_measure" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_due_once" UNIQUE ("measure_id", "on"));
INSERT INTO "plans_due" VALUES(1,'2026-03-31',1);
CREATE TABLE "plans_measure" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "place" integer unsigned NOT NULL CHECK ("place" >= 0), "number" text NOT NULL, "objective" text NOT NULL, "task" text NOT NULL, "activity" text NOT NULL, "output" text NOT NULL, "shortcomings" text NOT NULL, "lead" text NOT NULL, "cooperating" text NOT NULL, "deadline" text NOT NULL, "extra" text NOT NULL, "deadline_kind" varchar(12) NOT NULL, "start" date NULL, "continues" bool NOT NULL, "confidence" varchar(10) NOT NULL, "doubts" text NOT NULL CHECK ((JSON_VALID("doubts") OR "doubts" IS NULL)), "checked" bool NOT NULL, "source" text NOT NULL CHECK ((JSON_VALID("source") OR "source" IS NULL)), "search" text NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "section_id" bigint NOT NULL REFERENCES "plans_section" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_measure_confidence_known" CHECK ("confidence" IN ('sure', 'likely', 'unsure')), CONSTRAINT "plans_measure_deadline_known" CHECK ("deadline_kind" IN ('', 'fixed', 'range', 'several', 'recurring', 'continuous', 'on_event', 'unparsed')));
INSERT INTO "plans_measure" VALUES(1,1,'','','Ban hành kế hoạch','','','','Sở Nội vụ','','Quý I','','fixed',NULL,0,'sure','{}',1,'{}','ban hanh ke hoach so noi vu quy i',1,1);
CREATE TABLE "plans_part" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "role" varchar(12) NOT NULL, "place" smallint unsigned NOT NULL CHECK ("place" >= 0), "agency_id" bigint NOT NULL REFERENCES "plans_agency" ("id") DEFERRABLE INITIALLY DEFERRED, "measure_id" bigint NOT NULL REFERENCES "plans_measure" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_part_place_once" UNIQUE ("measure_id", "role", "place"), CONSTRAINT "plans_part_role_known" CHECK ("role" IN ('lead', 'cooperating')));
INSERT INTO "plans_part" VALUES(1,'lead',1,1,1);
CREATE TABLE "plans_plan" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(15) NOT NULL, "title" text NOT NULL, "year" smallint unsigned NOT NULL CHECK ("year" >= 0), "state" varchar(10) NOT NULL, "working_days" bool NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "at" datetime NOT NULL, "document_id" bigint NULL UNIQUE REFERENCES "documents_officialdocument" ("id") DEFERRABLE INITIALLY DEFERRED, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_plan_year" CHECK (("year" >= 1990 AND "year" <= 2100)), CONSTRAINT "plans_plan_kind_known" CHECK ("kind" IN ('reform', 'remediation')), CONSTRAINT "plans_plan_state_known" CHECK ("state" IN ('draft', 'current')));
INSERT INTO "plans_plan" VALUES(1,'reform','Kế hoạch cải cách hành chính',2026,'current',0,3,'2026-11-29 03:32:43.104178',NULL,1);
CREATE TABLE "plans_reading" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "year" smallint unsigned NULL CHECK ("year" >= 0), "state" varchar(10) NOT NULL, "done" integer unsigned NOT NULL CHECK ("done" >= 0), "total" integer unsigned NOT NULL CHECK ("total" >= 0), "started_at" datetime NULL, "faults" text NOT NULL CHECK ((JSON_VALID("faults") OR "faults" IS NULL)), "blocks" text NOT NULL CHECK ((JSON_VALID("blocks") OR "blocks" IS NULL)), "body" text NOT NULL, "quotas" text NOT NULL CHECK ((JSON_VALID("quotas") OR "quotas" IS NULL)), "drawn" bool NOT NULL, "person_id" bigint NOT NULL, "person" varchar(250) NOT NULL, "role" varchar(20) NOT NULL, "person_unit_id" bigint NULL, "person_unit" varchar(250) NOT NULL, "at" datetime NOT NULL, "file_id" bigint NOT NULL REFERENCES "documents_storedfile" ("id") DEFERRABLE INITIALLY DEFERRED, "plan_id" bigint NULL UNIQUE REFERENCES "plans_plan" ("id") DEFERRABLE INITIALLY DEFERRED, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "plans_reading_state_known" CHECK ("state" IN ('waiting', 'running', 'read', 'refused')), CONSTRAINT "plans_reading_plan_when_read" CHECK (("plan_id" IS NULL OR "state" = 'read')));
CREATE TABLE "plans_section" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "place" integer unsigned NOT NULL CHECK ("place" >= 0), "number" text NOT NULL, "heading" text NOT NULL, "plan_id" bigint NOT NULL REFERENCES "plans_plan" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "plans_section" VALUES(1,1,'','Thể chế',1);
CREATE TABLE "plans_sheetimport" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "difference" text NOT NULL CHECK ((JSON_VALID("difference") OR "difference" IS NULL)), "person_id" bigint NOT NULL, "person" varchar(250) NOT NULL, "unit" varchar(250) NOT NULL, "at" datetime NOT NULL, "applied_at" datetime NULL, "file_id" bigint NOT NULL REFERENCES "documents_storedfile" ("id") DEFERRABLE INITIALLY DEFERRED, "plan_id" bigint NOT NULL REFERENCES "plans_plan" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "results_domainindex" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "place" smallint unsigned NOT NULL CHECK ("place" >= 0), "number" varchar(30) NOT NULL, "name" varchar(500) NOT NULL, "block" bool NOT NULL, "points" text NOT NULL, "maximum" text NOT NULL, "bonus" text NOT NULL, "loss" text NOT NULL, "pending" text NOT NULL, "survey" text NOT NULL, "waiting" integer unsigned NOT NULL CHECK ("waiting" >= 0), "losses" text NOT NULL CHECK ((JSON_VALID("losses") OR "losses" IS NULL)), "unit_index_id" bigint NOT NULL REFERENCES "results_unitindex" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "results_domain_index_once" UNIQUE ("unit_index_id", "number"));
INSERT INTO "results_domainindex" VALUES(1,1,'1','Chỉ đạo, điều hành',0,'4.7','5','0','0.3','0','0',0,'{"ratio": "0.3"}',1);
INSERT INTO "results_domainindex" VALUES(2,2,'2','Hiện đại hóa hành chính',0,'4.4','5','0','0.6','0','2.4',0,'{"stated": "0.6"}',1);
INSERT INTO "results_domainindex" VALUES(3,1,'1','Chỉ đạo, điều hành',0,'4.5','5','0','0.5','0','0',0,'{"stated": "0.5"}',2);
INSERT INTO "results_domainindex" VALUES(4,2,'2','Hiện đại hóa hành chính',0,'4','5','0','1','0','3',0,'{"relative": "1"}',2);
INSERT INTO "results_domainindex" VALUES(5,1,'1','Chỉ đạo, điều hành',0,'4.2','5','0','0.8','0','0',0,'{"ratio": "0.3", "stated": "0.5"}',3);
INSERT INTO "results_domainindex" VALUES(6,2,'2','Hiện đại hóa hành chính',0,'4.4','5','0','0.6','0','2.4',0,'{"stated": "0.6"}',3);
INSERT INTO "results_domainindex" VALUES(7,1,'1','Chỉ đạo, điều hành',0,'4.5','5','0','0.5','0','0',0,'{"stated": "0.5"}',4);
INSERT INTO "results_domainindex" VALUES(8,2,'2','Hiện đại hóa hành chính',0,'4','5','0','1','0','3',0,'{"relative": "1"}',4);
INSERT INTO "results_domainindex" VALUES(9,1,'1','Chỉ đạo, điều hành',0,'4.2','5','0','0.8','0','0',0,'{"ratio": "0.3", "stated": "0.5"}',5);
INSERT INTO "results_domainindex" VALUES(10,2,'2','Hiện đại hóa hành chính',0,'4.4','5','0','0.6','0','2.4',0,'{"stated": "0.6"}',5);
INSERT INTO "results_domainindex" VALUES(11,1,'1','Chỉ đạo, điều hành',0,'1.5','2','0','0.5','0','0',0,'{"stated": "0.5"}',6);
INSERT INTO "results_domainindex" VALUES(12,2,'2','Hiện đại hóa hành chính',0,'4','5','0','1','0','3',0,'{"relative": "1"}',6);
INSERT INTO "results_domainindex" VALUES(13,1,'1','Chỉ đạo, điều hành',0,'4.7','5','0','0.3','0','0',0,'{"ratio": "0.3"}',7);
INSERT INTO "results_domainindex" VALUES(14,2,'2','Hiện đại hóa hành chính',0,'4.4','5','0','0.6','0','2.4',0,'{"stated": "0.6"}',7);
INSERT INTO "results_domainindex" VALUES(15,1,'1','Chỉ đạo, điều hành',0,'4.5','5','0','0.5','0','0',0,'{"stated": "0.5"}',8);
INSERT INTO "results_domainindex" VALUES(16,2,'2','Hiện đại hóa hành chính',0,'4','5','0','1','0','3',0,'{"relative": "1"}',8);
INSERT INTO "results_domainindex" VALUES(17,1,'1','Chỉ đạo, điều hành',0,'0','5','0','0','5','0',2,'{}',9);
INSERT INTO "results_domainindex" VALUES(18,2,'2','Hiện đại hóa hành chính',0,'0','5','0','0','5','0',2,'{}',9);
INSERT INTO "results_domainindex" VALUES(19,1,'1','Chỉ đạo, điều hành',0,'0','5','0','0','5','0',2,'{}',10);
INSERT INTO "results_domainindex" VALUES(20,2,'2','Hiện đại hóa hành chính',0,'0','5','0','0','5','0',2,'{}',10);
INSERT INTO "results_domainindex" VALUES(21,1,'1','Chỉ đạo, điều hành',0,'4.7','5','0','0.3','0','0',0,'{"ratio": "0.3"}',11);
INSERT INTO "results_domainindex" VALUES(22,2,'2','Hiện đại hóa hành chính',0,'4.4','5','0','0.6','0','2.4',0,'{"stated": "0.6"}',11);
INSERT INTO "results_domainindex" VALUES(23,1,'1','Chỉ đạo, điều hành',0,'4.5','5','0','0.5','0','0',0,'{"stated": "0.5"}',12);
INSERT INTO "results_domainindex" VALUES(24,2,'2','Hiện đại hóa hành chính',0,'4','5','0','1','0','3',0,'{"relative": "1"}',12);
INSERT INTO "results_domainindex" VALUES(25,1,'1','Chỉ đạo, điều hành',0,'4.7','5','0','0.3','0','0',0,'{"ratio": "0.3"}',13);
INSERT INTO "results_domainindex" VALUES(26,2,'2','Hiện đại hóa hành chính',0,'2','2','0','0','0','0',0,'{}',13);
INSERT INTO "results_domainindex" VALUES(27,1,'1','Chỉ đạo, điều hành',0,'4.5','5','0','0.5','0','0',0,'{"stated": "0.5"}',14);
INSERT INTO "results_domainindex" VALUES(28,2,'2','Hiện đại hóa hành chính',0,'4','5','0','1','0','3',0,'{"relative": "1"}',14);
CREATE TABLE "results_indexrun" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "at" datetime NOT NULL, "cause" varchar(10) NOT NULL, "populations" text NOT NULL CHECK ((JSON_VALID("populations") OR "populations" IS NULL)), "cycle_id" bigint NOT NULL REFERENCES "cycles_cycle" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "results_run_cause_known" CHECK ("cause" IN ('import', 'correction', 'undo', 'cycle')));
INSERT INTO "results_indexrun" VALUES(1,'2026-11-29 03:32:42.718396','import','{"1": {"C\u00e1c s\u1edf": {"2.1": ["0.4", "0.8"]}}}',1);
INSERT INTO "results_indexrun" VALUES(2,'2026-11-29 03:32:42.785709','correction','{"1": {"C\u00e1c s\u1edf": {"2.1": ["0.4", "0.8"]}}}',1);
INSERT INTO "results_indexrun" VALUES(3,'2026-11-29 03:32:42.832749','cycle','{"1": {"C\u00e1c s\u1edf": {"2.1": ["0.4", "0.8"]}}}',1);
INSERT INTO "results_indexrun" VALUES(4,'2026-11-29 03:32:42.937986','import','{"2": {"C\u00e1c s\u1edf": {"2.1": ["0.4", "0.8"]}}}',2);
INSERT INTO "results_indexrun" VALUES(5,'2026-11-29 03:32:42.988246','undo','{"2": {"C\u00e1c s\u1edf": {}}}',2);
INSERT INTO "results_indexrun" VALUES(6,'2026-11-29 03:32:43.034431','import','{"2": {"C\u00e1c s\u1edf": {"2.1": ["0.4", "0.8"]}}}',2);
INSERT INTO "results_indexrun" VALUES(7,'2026-11-29 03:32:43.090060','cycle','{"2": {"C\u00e1c s\u1edf": {"2.1": ["0.4", "0.8"]}}}',2);
CREATE TABLE "results_score" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "leaf" varchar(30) NOT NULL, "points" varchar(100) NOT NULL, "figures" text NULL CHECK ((JSON_VALID("figures") OR "figures" IS NULL)), "origin" varchar(10) NOT NULL, "reason" varchar(500) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "cycle_id" bigint NOT NULL REFERENCES "cycles_cycle" ("id") DEFERRABLE INITIALLY DEFERRED, "participant_id" bigint NOT NULL REFERENCES "cycles_participant" ("id") DEFERRABLE INITIALLY DEFERRED, "source_id" bigint NULL REFERENCES "results_scoreimport" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "results_score_once" UNIQUE ("participant_id", "leaf"), CONSTRAINT "results_score_points_or_figures" CHECK (("points" = '' OR "figures" IS NULL)), CONSTRAINT "results_score_origin_known" CHECK ("origin" IN ('imported', 'decided')));
INSERT INTO "results_score" VALUES(1,'1.1','','{"done": "9", "total": "10"}','imported','',1,1,1,1);
INSERT INTO "results_score" VALUES(2,'1.2','1.5',NULL,'decided','Theo biên bản thẩm định',2,1,1,NULL);
INSERT INTO "results_score" VALUES(3,'2.1','','{"rate": "80"}','imported','',1,1,1,1);
INSERT INTO "results_score" VALUES(4,'2.2','2.4',NULL,'imported','',1,1,1,1);
INSERT INTO "results_score" VALUES(5,'1.1','','{"done": "10", "total": "10"}','imported','',1,1,2,1);
INSERT INTO "results_score" VALUES(6,'1.2','1.5',NULL,'imported','',1,1,2,1);
INSERT INTO "results_score" VALUES(7,'2.1','','{"rate": "40"}','imported','',1,1,2,1);
INSERT INTO "results_score" VALUES(8,'2.2','3',NULL,'imported','',1,1,2,1);
INSERT INTO "results_score" VALUES(9,'1.1','','{"done": "9", "total": "10"}','imported','',3,2,3,3);
INSERT INTO "results_score" VALUES(10,'1.2','2',NULL,'imported','',3,2,3,3);
INSERT INTO "results_score" VALUES(11,'2.1','','{"rate": "80"}','imported','',3,2,3,3);
INSERT INTO "results_score" VALUES(12,'2.2','2.4',NULL,'imported','',3,2,3,3);
INSERT INTO "results_score" VALUES(13,'1.1','','{"done": "10", "total": "10"}','imported','',3,2,4,3);
INSERT INTO "results_score" VALUES(14,'1.2','1.5',NULL,'imported','',3,2,4,3);
INSERT INTO "results_score" VALUES(15,'2.1','','{"rate": "40"}','imported','',3,2,4,3);
INSERT INTO "results_score" VALUES(16,'2.2','3',NULL,'imported','',3,2,4,3);
CREATE TABLE "results_scoreimport" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "sheet" varchar(100) NOT NULL, "decimal" varchar(1) NOT NULL, "person_id" bigint NOT NULL, "person" varchar(250) NOT NULL, "unit" varchar(250) NOT NULL, "at" datetime NOT NULL, "counts" text NOT NULL CHECK ((JSON_VALID("counts") OR "counts" IS NULL)), "difference" text NOT NULL CHECK ((JSON_VALID("difference") OR "difference" IS NULL)), "applied_at" datetime NULL, "undone_at" datetime NULL, "undone_by" varchar(250) NOT NULL, "cycle_id" bigint NOT NULL REFERENCES "cycles_cycle" ("id") DEFERRABLE INITIALLY DEFERRED, "cycle_set_id" bigint NOT NULL REFERENCES "cycles_cycleset" ("id") DEFERRABLE INITIALLY DEFERRED, "file_id" bigint NOT NULL REFERENCES "documents_storedfile" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "results_import_undone_after_applied" CHECK (("undone_at" IS NULL OR "applied_at" IS NOT NULL)));
INSERT INTO "results_scoreimport" VALUES(1,'','',1,'Chuyên viên Sở Nội vụ','Sở Nội vụ','2026-11-29 03:32:42.692773','{"sheet": "", "columns": 5, "leaves": 4, "units": 2, "same": 0, "empty": 0, "not_applicable": 0, "new": 8, "changed": 0, "guessed": [], "absent": []}','[{"participant": 1, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "1.1", "name": "M\u1ee9c \u0111\u1ed9 ho\u00e0n th\u00e0nh k\u1ebf ho\u1ea1ch", "at": "B2", "old_points": null, "new_points": "2.7", "loss": "0.3", "old": {}, "new": {"figures": {"done": "9", "total": "10"}}}, {"participant": 1, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "1.2", "name": "B\u00e1o c\u00e1o \u0111\u1ecbnh k\u1ef3", "at": "D2", "old_points": null, "new_points": "2", "loss": "0", "old": {}, "new": {"points": "2"}}, {"participant": 1, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "2.1", "name": "T\u1ef7 l\u1ec7 h\u1ed3 s\u01a1 tr\u1ef1c tuy\u1ebfn so v\u1edbi \u0111\u01a1n v\u1ecb t\u1ed1t nh\u1ea5t", "at": "E2", "old_points": null, "new_points": "2", "loss": "0", "old": {}, "new": {"figures": {"rate": "80"}}}, {"participant": 1, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "2.2", "name": "M\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng", "at": "F2", "old_points": null, "new_points": "2.4", "loss": "0.6", "old": {}, "new": {"points": "2.4"}}, {"participant": 2, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "1.1", "name": "M\u1ee9c \u0111\u1ed9 ho\u00e0n th\u00e0nh k\u1ebf ho\u1ea1ch", "at": "B3", "old_points": null, "new_points": "3", "loss": "0", "old": {}, "new": {"figures": {"done": "10", "total": "10"}}}, {"participant": 2, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "1.2", "name": "B\u00e1o c\u00e1o \u0111\u1ecbnh k\u1ef3", "at": "D3", "old_points": null, "new_points": "1.5", "loss": "0.5", "old": {}, "new": {"points": "1.5"}}, {"participant": 2, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "2.1", "name": "T\u1ef7 l\u1ec7 h\u1ed3 s\u01a1 tr\u1ef1c tuy\u1ebfn so v\u1edbi \u0111\u01a1n v\u1ecb t\u1ed1t nh\u1ea5t", "at": "E3", "old_points": null, "new_points": "1", "loss": "1", "old": {}, "new": {"figures": {"rate": "40"}}}, {"participant": 2, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "2.2", "name": "M\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng", "at": "F3", "old_points": null, "new_points": "3", "loss": "0", "old": {}, "new": {"points": "3"}}]','2026-11-29 03:32:42.706289',NULL,'',1,1,2);
INSERT INTO "results_scoreimport" VALUES(2,'','',1,'Chuyên viên Sở Nội vụ','Sở Nội vụ','2026-11-29 03:32:42.899209','{"sheet": "", "columns": 5, "leaves": 4, "units": 2, "same": 0, "empty": 0, "not_applicable": 0, "new": 8, "changed": 0, "guessed": [], "absent": []}','[{"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "1.1", "name": "M\u1ee9c \u0111\u1ed9 ho\u00e0n th\u00e0nh k\u1ebf ho\u1ea1ch", "at": "B2", "old_points": null, "new_points": "2.7", "loss": "0.3", "old": {}, "new": {"figures": {"done": "9", "total": "10"}}}, {"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "1.2", "name": "B\u00e1o c\u00e1o \u0111\u1ecbnh k\u1ef3", "at": "D2", "old_points": null, "new_points": "2", "loss": "0", "old": {}, "new": {"points": "2"}}, {"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "2.1", "name": "T\u1ef7 l\u1ec7 h\u1ed3 s\u01a1 tr\u1ef1c tuy\u1ebfn so v\u1edbi \u0111\u01a1n v\u1ecb t\u1ed1t nh\u1ea5t", "at": "E2", "old_points": null, "new_points": "2", "loss": "0", "old": {}, "new": {"figures": {"rate": "80"}}}, {"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "2.2", "name": "M\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng", "at": "F2", "old_points": null, "new_points": "2.4", "loss": "0.6", "old": {}, "new": {"points": "2.4"}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "1.1", "name": "M\u1ee9c \u0111\u1ed9 ho\u00e0n th\u00e0nh k\u1ebf ho\u1ea1ch", "at": "B3", "old_points": null, "new_points": "3", "loss": "0", "old": {}, "new": {"figures": {"done": "10", "total": "10"}}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "1.2", "name": "B\u00e1o c\u00e1o \u0111\u1ecbnh k\u1ef3", "at": "D3", "old_points": null, "new_points": "1.5", "loss": "0.5", "old": {}, "new": {"points": "1.5"}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "2.1", "name": "T\u1ef7 l\u1ec7 h\u1ed3 s\u01a1 tr\u1ef1c tuy\u1ebfn so v\u1edbi \u0111\u01a1n v\u1ecb t\u1ed1t nh\u1ea5t", "at": "E3", "old_points": null, "new_points": "1", "loss": "1", "old": {}, "new": {"figures": {"rate": "40"}}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "2.2", "name": "M\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng", "at": "F3", "old_points": null, "new_points": "3", "loss": "0", "old": {}, "new": {"points": "3"}}]','2026-11-29 03:32:42.925902','2026-11-29 03:32:42.971895','Chuyên viên Sở Nội vụ',2,2,3);
INSERT INTO "results_scoreimport" VALUES(3,'','',1,'Chuyên viên Sở Nội vụ','Sở Nội vụ','2026-11-29 03:32:43.005457','{"sheet": "", "columns": 5, "leaves": 4, "units": 2, "same": 0, "empty": 0, "not_applicable": 0, "new": 8, "changed": 0, "guessed": [], "absent": []}','[{"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "1.1", "name": "M\u1ee9c \u0111\u1ed9 ho\u00e0n th\u00e0nh k\u1ebf ho\u1ea1ch", "at": "B2", "old_points": null, "new_points": "2.7", "loss": "0.3", "old": {"origin": "imported", "version": 2}, "new": {"figures": {"done": "9", "total": "10"}}}, {"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "1.2", "name": "B\u00e1o c\u00e1o \u0111\u1ecbnh k\u1ef3", "at": "D2", "old_points": null, "new_points": "2", "loss": "0", "old": {"origin": "imported", "version": 2}, "new": {"points": "2"}}, {"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "2.1", "name": "T\u1ef7 l\u1ec7 h\u1ed3 s\u01a1 tr\u1ef1c tuy\u1ebfn so v\u1edbi \u0111\u01a1n v\u1ecb t\u1ed1t nh\u1ea5t", "at": "E2", "old_points": null, "new_points": "2", "loss": "0", "old": {"origin": "imported", "version": 2}, "new": {"figures": {"rate": "80"}}}, {"participant": 3, "unit": "S\u1edf N\u1ed9i v\u1ee5", "leaf": "2.2", "name": "M\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng", "at": "F2", "old_points": null, "new_points": "2.4", "loss": "0.6", "old": {"origin": "imported", "version": 2}, "new": {"points": "2.4"}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "1.1", "name": "M\u1ee9c \u0111\u1ed9 ho\u00e0n th\u00e0nh k\u1ebf ho\u1ea1ch", "at": "B3", "old_points": null, "new_points": "3", "loss": "0", "old": {"origin": "imported", "version": 2}, "new": {"figures": {"done": "10", "total": "10"}}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "1.2", "name": "B\u00e1o c\u00e1o \u0111\u1ecbnh k\u1ef3", "at": "D3", "old_points": null, "new_points": "1.5", "loss": "0.5", "old": {"origin": "imported", "version": 2}, "new": {"points": "1.5"}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "2.1", "name": "T\u1ef7 l\u1ec7 h\u1ed3 s\u01a1 tr\u1ef1c tuy\u1ebfn so v\u1edbi \u0111\u01a1n v\u1ecb t\u1ed1t nh\u1ea5t", "at": "E3", "old_points": null, "new_points": "1", "loss": "1", "old": {"origin": "imported", "version": 2}, "new": {"figures": {"rate": "40"}}}, {"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "2.2", "name": "M\u1ee9c \u0111\u1ed9 h\u00e0i l\u00f2ng", "at": "F3", "old_points": null, "new_points": "3", "loss": "0", "old": {"origin": "imported", "version": 2}, "new": {"points": "3"}}]','2026-11-29 03:32:43.018386',NULL,'',2,2,4);
INSERT INTO "results_scoreimport" VALUES(4,'','',1,'Chuyên viên Sở Nội vụ','Sở Nội vụ','2026-11-29 03:32:43.072570','{"sheet": "", "columns": 5, "leaves": 4, "units": 2, "same": 7, "empty": 0, "not_applicable": 0, "new": 0, "changed": 1, "guessed": [], "absent": []}','[{"participant": 4, "unit": "S\u1edf T\u00e0i ch\u00ednh", "leaf": "1.2", "name": "B\u00e1o c\u00e1o \u0111\u1ecbnh k\u1ef3", "at": "D3", "old_points": "1.5", "new_points": "1", "loss": "1", "old": {"points": "1.5", "origin": "imported", "source": 3, "version": 3}, "new": {"points": "1"}}]',NULL,NULL,'',2,2,5);
CREATE TABLE "results_unitindex" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(250) NOT NULL, "code" varchar(50) NOT NULL, "peer_group" varchar(150) NOT NULL, "place" integer unsigned NOT NULL CHECK ("place" >= 0), "points" text NOT NULL, "maximum" text NOT NULL, "bonus" text NOT NULL, "penalty" text NOT NULL, "pending" text NOT NULL, "survey" text NOT NULL, "waiting" integer unsigned NOT NULL CHECK ("waiting" >= 0), "exact" text NOT NULL, "printed" varchar(30) NOT NULL, "rank" integer unsigned NULL CHECK ("rank" >= 0), "grade" varchar(100) NOT NULL, "losses" text NOT NULL CHECK ((JSON_VALID("losses") OR "losses" IS NULL)), "cycle_set_id" bigint NULL REFERENCES "cycles_cycleset" ("id") DEFERRABLE INITIALLY DEFERRED, "participant_id" bigint NULL REFERENCES "cycles_participant" ("id") DEFERRABLE INITIALLY DEFERRED, "run_id" bigint NOT NULL REFERENCES "results_indexrun" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "results_unit_index_once" UNIQUE ("run_id", "participant_id"));
INSERT INTO "results_unitindex" VALUES(1,'Sở Nội vụ','','Các sở',1,'9.1','10','0','0','0','2.4',0,'91','91',1,'Tốt','{"ratio": "0.3", "stated": "0.6"}',1,1,1);
INSERT INTO "results_unitindex" VALUES(2,'Sở Tài chính','','Các sở',2,'8.5','10','0','0','0','3',0,'85','85',2,'Tốt','{"stated": "0.5", "relative": "1"}',1,2,1);
INSERT INTO "results_unitindex" VALUES(3,'Sở Nội vụ','','Các sở',1,'8.6','10','0','0','0','2.4',0,'86','86',1,'Tốt','{"ratio": "0.3", "stated": "1.1"}',1,1,2);
INSERT INTO "results_unitindex" VALUES(4,'Sở Tài chính','','Các sở',2,'8.5','10','0','0','0','3',0,'85','85',2,'Tốt','{"stated": "0.5", "relative": "1"}',1,2,2);
INSERT INTO "results_unitindex" VALUES(5,'Sở Nội vụ','','Các sở',1,'8.6','10','0','0','0','2.4',0,'86','86',1,'Tốt','{"ratio": "0.3", "stated": "1.1"}',1,1,3);
INSERT INTO "results_unitindex" VALUES(6,'Sở Tài chính','','Các sở',2,'5.5','7','0','0','0','3',0,'550/7','78.57',2,'Khá','{"stated": "0.5", "relative": "1"}',1,2,3);
INSERT INTO "results_unitindex" VALUES(7,'Sở Nội vụ','','Các sở',1,'9.1','10','0','0','0','2.4',0,'91','91',1,'Tốt','{"ratio": "0.3", "stated": "0.6"}',2,3,4);
INSERT INTO "results_unitindex" VALUES(8,'Sở Tài chính','','Các sở',2,'8.5','10','0','0','0','3',0,'85','85',2,'Tốt','{"stated": "0.5", "relative": "1"}',2,4,4);
INSERT INTO "results_unitindex" VALUES(9,'Sở Nội vụ','','Các sở',1,'0','10','0','0','10','0',4,'','',NULL,'','{}',2,3,5);
INSERT INTO "results_unitindex" VALUES(10,'Sở Tài chính','','Các sở',2,'0','10','0','0','10','0',4,'','',NULL,'','{}',2,4,5);
INSERT INTO "results_unitindex" VALUES(11,'Sở Nội vụ','','Các sở',1,'9.1','10','0','0','0','2.4',0,'91','91',1,'Tốt','{"ratio": "0.3", "stated": "0.6"}',2,3,6);
INSERT INTO "results_unitindex" VALUES(12,'Sở Tài chính','','Các sở',2,'8.5','10','0','0','0','3',0,'85','85',2,'Tốt','{"stated": "0.5", "relative": "1"}',2,4,6);
INSERT INTO "results_unitindex" VALUES(13,'Sở Nội vụ','','Các sở',1,'6.7','7','0','0','0','0',0,'670/7','95.71',1,'Tốt','{"ratio": "0.3"}',2,3,7);
INSERT INTO "results_unitindex" VALUES(14,'Sở Tài chính','','Các sở',2,'8.5','10','0','0','0','3',0,'85','85',2,'Tốt','{"stated": "0.5", "relative": "1"}',2,4,7);
CREATE TABLE "units_agencygroup" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(250) NOT NULL, "spelling" varchar(500) NOT NULL UNIQUE, "sort_key" text NOT NULL);
CREATE TABLE "units_agencygroup_units" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "agencygroup_id" bigint NOT NULL REFERENCES "units_agencygroup" ("id") DEFERRABLE INITIALLY DEFERRED, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "units_alias" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(250) NOT NULL, "spelling" varchar(250) NOT NULL, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "units_alias_once_per_unit" UNIQUE ("unit_id", "spelling"));
CREATE TABLE "units_lineage" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "kind" varchar(10) NOT NULL, "on" date NOT NULL, "predecessor_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, "successor_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "units_lineage_once" UNIQUE ("predecessor_id", "successor_id"), CONSTRAINT "units_lineage_between_two_units" CHECK (NOT ("predecessor_id" = ("successor_id"))), CONSTRAINT "units_lineage_kind_known" CHECK ("kind" IN ('merge', 'split', 'rename', 'move')));
INSERT INTO "units_lineage" VALUES(1,'split','2026-06-01',2,5);
INSERT INTO "units_lineage" VALUES(2,'split','2026-06-01',2,6);
INSERT INTO "units_lineage" VALUES(3,'move','2026-06-01',4,7);
CREATE TABLE "units_unit" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(250) NOT NULL, "search_key" varchar(250) NOT NULL, "sort_key" varchar(1000) NOT NULL, "spelling" varchar(250) NOT NULL, "kind" varchar(20) NOT NULL, "code" varchar(50) NOT NULL, "valid_from" date NOT NULL, "valid_until" date NULL, "parent_id" bigint NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "units_unit_starts_before_it_ends" CHECK (("valid_until" IS NULL OR "valid_from" < ("valid_until"))), CONSTRAINT "units_unit_not_its_own_parent" CHECK (NOT ("id" = ("parent_id") AND "parent_id" IS NOT NULL)), CONSTRAINT "units_unit_kind_known" CHECK ("kind" IN ('province', 'department', 'division', 'centre', 'district', 'commune', 'ward', 'special_zone', 'outside')));
INSERT INTO "units_unit" VALUES(1,'Phú Thọ','phu tho','nds01rdk0045','phú thọ','province','','1997-01-01',NULL,NULL);
INSERT INTO "units_unit" VALUES(2,'Sở Nội vụ','so noi vu','qm01jle01us00255','sở nôị vụ','department','','2020-01-01','2026-06-01',1);
INSERT INTO "units_unit" VALUES(3,'Sở Tài chính','so tai chinh','qm01r2e016dejd00214','sở taì chinh́','department','','2020-01-01',NULL,1);
INSERT INTO "units_unit" VALUES(4,'Phòng Cải cách hành chính','phong cai cach hanh chinh','ndkjc0162e01626d01d2jd016dejd0012414','phong̀ caỉ cach́ hanh̀ chinh́','division','','2020-01-01','2026-06-01',2);
INSERT INTO "units_unit" VALUES(5,'Sở Nội vụ mới','so noi vu moi','qm01jle01us01ime002554','sở nôị vụ mơí','department','','2026-06-01',NULL,1);
INSERT INTO "units_unit" VALUES(6,'Sở Dân tộc','so dan toc','qm0174j01rl600205','sở dân tôc̣','department','','2026-06-01',NULL,1);
INSERT INTO "units_unit" VALUES(7,'Phòng Cải cách hành chính','phong cai cach hanh chinh','ndkjc0162e01626d01d2jd016dejd0012414','phong̀ caỉ cach́ hanh̀ chinh́','division','','2026-06-01',NULL,5);
CREATE TABLE "units_wording" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "text" varchar(500) NOT NULL, "spelling" varchar(500) NOT NULL UNIQUE, "search_key" text NOT NULL, "person_id" bigint NOT NULL, "person" varchar(250) NOT NULL, "unit" varchar(250) NOT NULL, "at" datetime NOT NULL);
CREATE TABLE "units_wording_units" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "wording_id" bigint NOT NULL REFERENCES "units_wording" ("id") DEFERRABLE INITIALLY DEFERRED, "unit_id" bigint NOT NULL REFERENCES "units_unit" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE INDEX "units_unit_search_key_52fa18d3" ON "units_unit" ("search_key");
CREATE INDEX "units_unit_sort_key_0f577f61" ON "units_unit" ("sort_key");
CREATE INDEX "units_unit_parent_id_7bc80175" ON "units_unit" ("parent_id");
CREATE UNIQUE INDEX "units_unit_name_once_in_parent" ON "units_unit" ("parent_id", "spelling") WHERE ("parent_id" IS NOT NULL AND "valid_until" IS NULL);
CREATE UNIQUE INDEX "units_unit_name_once_at_top" ON "units_unit" ("spelling") WHERE ("parent_id" IS NULL AND "valid_until" IS NULL);
CREATE UNIQUE INDEX "units_unit_code_once" ON "units_unit" ("code") WHERE ("valid_until" IS NULL AND NOT ("code" = ''));
CREATE INDEX "units_lineage_predecessor_id_8c83c062" ON "units_lineage" ("predecessor_id");
CREATE INDEX "units_lineage_successor_id_c41e6ea3" ON "units_lineage" ("successor_id");
CREATE INDEX "units_alias_unit_id_994e002d" ON "units_alias" ("unit_id");
CREATE INDEX "accounts_person_name_key_f72f9423" ON "accounts_person" ("name_key");
CREATE UNIQUE INDEX "one_open_membership_per_person_unit_role" ON "accounts_membership" ("person_id", "unit_id", "role") WHERE "valid_until" IS NULL;
CREATE INDEX "accounts_membership_person_id_cd00e383" ON "accounts_membership" ("person_id");
CREATE INDEX "accounts_membership_unit_id_7180f6e8" ON "accounts_membership" ("unit_id");
CREATE INDEX "account_emailconfirmation_email_address_id_5b7f8c58" ON "account_emailconfirmation" ("email_address_id");
CREATE UNIQUE INDEX "account_emailaddress_user_id_email_987c8728_uniq" ON "account_emailaddress" ("user_id", "email");
CREATE UNIQUE INDEX "unique_verified_email" ON "account_emailaddress" ("email") WHERE "verified";
CREATE INDEX "account_emailaddress_user_id_2c513194" ON "account_emailaddress" ("user_id");
CREATE INDEX "account_emailaddress_email_03be32b2" ON "account_emailaddress" ("email");
CREATE UNIQUE INDEX "unique_primary_email" ON "account_emailaddress" ("user_id", "primary") WHERE "primary";
CREATE INDEX "audit_entry_at_bf642dd8" ON "audit_entry" ("at");
CREATE INDEX "audit_entry_verb_f458eb38" ON "audit_entry" ("verb");
CREATE INDEX "audit_entry_person" ON "audit_entry" ("person_id");
CREATE INDEX "audit_entry_subject" ON "audit_entry" ("verb", "subject_id");
CREATE TRIGGER audit_entry_rows_no_update BEFORE UPDATE ON audit_entry FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_entry: immutable'); END;
CREATE TRIGGER audit_entry_rows_no_delete BEFORE DELETE ON audit_entry FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_entry: immutable'); END;
CREATE TRIGGER audit_seal_rows_no_update BEFORE UPDATE ON audit_seal FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_seal: immutable'); END;
CREATE TRIGGER audit_seal_rows_no_delete BEFORE DELETE ON audit_seal FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'audit_seal: immutable'); END;
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE INDEX "documents_storedfile_sha256_8fc42a25" ON "documents_storedfile" ("sha256");
CREATE INDEX "criteria_criteriaversion_source_id_aa96ae62" ON "criteria_criteriaversion" ("source_id");
CREATE TRIGGER criteria_criteriaversion_rows_no_update BEFORE UPDATE ON criteria_criteriaversion FOR EACH ROW WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'criteria_criteriaversion: immutable'); END;
CREATE TRIGGER criteria_criteriaversion_rows_no_delete BEFORE DELETE ON criteria_criteriaversion FOR EACH ROW WHEN OLD.state = 'published' BEGIN SELECT RAISE(ABORT, 'criteria_criteriaversion: immutable'); END;
CREATE INDEX "cycles_cycle_province_id_1b2e15df" ON "cycles_cycle" ("province_id");
CREATE INDEX "cycles_cycleset_cycle_id_bcdb82db" ON "cycles_cycleset" ("cycle_id");
CREATE INDEX "cycles_cycleset_version_id_4cefb665" ON "cycles_cycleset" ("version_id");
CREATE INDEX "cycles_participant_cycle_id_4729cfab" ON "cycles_participant" ("cycle_id");
CREATE INDEX "cycles_participant_cycle_set_id_b319d45f" ON "cycles_participant" ("cycle_set_id");
CREATE INDEX "cycles_participant_unit_id_703ecd6f" ON "cycles_participant" ("unit_id");
CREATE INDEX "cycles_notapplicable_participant_id_3ad7f077" ON "cycles_notapplicable" ("participant_id");
CREATE INDEX "cycles_phase_cycle_id_2ac252af" ON "cycles_phase" ("cycle_id");
CREATE TRIGGER cycles_cycle_rows_no_update BEFORE UPDATE ON cycles_cycle FOR EACH ROW WHEN OLD.state = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_cycle: immutable'); END;
CREATE TRIGGER cycles_cycle_rows_no_delete BEFORE DELETE ON cycles_cycle FOR EACH ROW WHEN OLD.state = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_cycle: immutable'); END;
CREATE TRIGGER cycles_phase_rows_no_update BEFORE UPDATE ON cycles_phase FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_phase: immutable'); END;
CREATE TRIGGER cycles_phase_rows_no_delete BEFORE DELETE ON cycles_phase FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_phase: immutable'); END;
CREATE TRIGGER cycles_phase_rows_no_insert BEFORE INSERT ON cycles_phase FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_phase: immutable'); END;
CREATE TRIGGER cycles_cycleset_rows_no_update BEFORE UPDATE ON cycles_cycleset FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_cycleset: immutable'); END;
CREATE TRIGGER cycles_cycleset_rows_no_delete BEFORE DELETE ON cycles_cycleset FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_cycleset: immutable'); END;
CREATE TRIGGER cycles_cycleset_rows_no_insert BEFORE INSERT ON cycles_cycleset FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_cycleset: immutable'); END;
CREATE TRIGGER cycles_participant_rows_no_update BEFORE UPDATE ON cycles_participant FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_participant: immutable'); END;
CREATE TRIGGER cycles_participant_rows_no_delete BEFORE DELETE ON cycles_participant FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_participant: immutable'); END;
CREATE TRIGGER cycles_participant_rows_no_insert BEFORE INSERT ON cycles_participant FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_participant: immutable'); END;
CREATE TRIGGER cycles_notapplicable_rows_no_update BEFORE UPDATE ON cycles_notapplicable FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = OLD.participant_id)) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_notapplicable: immutable'); END;
CREATE TRIGGER cycles_notapplicable_rows_no_delete BEFORE DELETE ON cycles_notapplicable FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = OLD.participant_id)) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_notapplicable: immutable'); END;
CREATE TRIGGER cycles_notapplicable_rows_no_insert BEFORE INSERT ON cycles_notapplicable FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = (SELECT cycle_id FROM cycles_participant WHERE id = NEW.participant_id)) = 'closed' BEGIN SELECT RAISE(ABORT, 'cycles_notapplicable: immutable'); END;
CREATE INDEX "django_task_queue_n_99c321_idx" ON "django_tasks_database_dbtaskresult" ("queue_name");
CREATE INDEX "django_task_backend_071754_idx" ON "django_tasks_database_dbtaskresult" ("backend_name");
CREATE INDEX "tasks_db_new_ordering_idx" ON "django_tasks_database_dbtaskresult" ("status", "priority" DESC, "run_after" ASC, "enqueued_at" ASC) WHERE "status" = 'READY';
CREATE INDEX "documents_officialdocument_file_id_970245da" ON "documents_officialdocument" ("file_id");
CREATE UNIQUE INDEX "units_agencygroup_units_agencygroup_id_unit_id_510ca68a_uniq" ON "units_agencygroup_units" ("agencygroup_id", "unit_id");
CREATE INDEX "units_agencygroup_units_agencygroup_id_1d89ab95" ON "units_agencygroup_units" ("agencygroup_id");
CREATE INDEX "units_agencygroup_units_unit_id_62238fca" ON "units_agencygroup_units" ("unit_id");
CREATE UNIQUE INDEX "units_wording_units_wording_id_unit_id_7f8c3056_uniq" ON "units_wording_units" ("wording_id", "unit_id");
CREATE INDEX "units_wording_units_wording_id_e4c88b54" ON "units_wording_units" ("wording_id");
CREATE INDEX "units_wording_units_unit_id_45ae4607" ON "units_wording_units" ("unit_id");
CREATE UNIQUE INDEX "plans_agency_units_agency_id_unit_id_ccd49c7f_uniq" ON "plans_agency_units" ("agency_id", "unit_id");
CREATE INDEX "plans_agency_units_agency_id_f6391a1d" ON "plans_agency_units" ("agency_id");
CREATE INDEX "plans_agency_units_unit_id_455d0b90" ON "plans_agency_units" ("unit_id");
CREATE INDEX "plans_section_plan_id_5b43bdeb" ON "plans_section" ("plan_id");
CREATE INDEX "plans_sheetimport_file_id_cf872f2e" ON "plans_sheetimport" ("file_id");
CREATE INDEX "plans_sheetimport_plan_id_c9305ee6" ON "plans_sheetimport" ("plan_id");
CREATE INDEX "plans_due_on_7505bf7d" ON "plans_due" ("on");
CREATE INDEX "plans_due_measure_id_a1c835a7" ON "plans_due" ("measure_id");
CREATE INDEX "plans_part_agency_id_2b4939a1" ON "plans_part" ("agency_id");
CREATE INDEX "plans_part_measure_id_d4de1090" ON "plans_part" ("measure_id");
CREATE INDEX "plans_plan_unit_id_733724a3" ON "plans_plan" ("unit_id");
CREATE INDEX "plans_agency_plan_id_882047c8" ON "plans_agency" ("plan_id");
CREATE INDEX "plans_acceptance_plan_id_6084ac0a" ON "plans_acceptance" ("plan_id");
CREATE INDEX "plans_reading_file_id_16632227" ON "plans_reading" ("file_id");
CREATE INDEX "plans_reading_unit_id_3beaa328" ON "plans_reading" ("unit_id");
CREATE INDEX "plans_measure_section_id_7fa35dec" ON "plans_measure" ("section_id");
CREATE INDEX "plans_measure_order" ON "plans_measure" ("section_id", "place");
CREATE INDEX "results_indexrun_cycle_id_f3859356" ON "results_indexrun" ("cycle_id");
CREATE INDEX "results_scoreimport_cycle_id_a6b02353" ON "results_scoreimport" ("cycle_id");
CREATE INDEX "results_scoreimport_cycle_set_id_a159d447" ON "results_scoreimport" ("cycle_set_id");
CREATE INDEX "results_scoreimport_file_id_56aaaa0f" ON "results_scoreimport" ("file_id");
CREATE INDEX "results_score_cycle_id_48cc88b2" ON "results_score" ("cycle_id");
CREATE INDEX "results_score_participant_id_4b9b7ac8" ON "results_score" ("participant_id");
CREATE INDEX "results_score_source_id_2449c7e4" ON "results_score" ("source_id");
CREATE INDEX "results_unitindex_cycle_set_id_6d48e6d0" ON "results_unitindex" ("cycle_set_id");
CREATE INDEX "results_unitindex_participant_id_dcd57f12" ON "results_unitindex" ("participant_id");
CREATE INDEX "results_unitindex_run_id_e29b5d14" ON "results_unitindex" ("run_id");
CREATE INDEX "results_domainindex_unit_index_id_7e43dfa5" ON "results_domainindex" ("unit_index_id");
CREATE TRIGGER results_indexrun_rows_no_update BEFORE UPDATE ON results_indexrun FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'results_indexrun: immutable'); END;
CREATE TRIGGER results_indexrun_rows_no_delete BEFORE DELETE ON results_indexrun FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'results_indexrun: immutable'); END;
CREATE TRIGGER results_unitindex_rows_no_update BEFORE UPDATE OF run_id, name, code, peer_group, place, points, maximum, exact, printed, rank, grade ON results_unitindex FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'results_unitindex: immutable'); END;
CREATE TRIGGER results_unitindex_rows_no_delete BEFORE DELETE ON results_unitindex FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'results_unitindex: immutable'); END;
CREATE TRIGGER results_domainindex_rows_no_update BEFORE UPDATE ON results_domainindex FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'results_domainindex: immutable'); END;
CREATE TRIGGER results_domainindex_rows_no_delete BEFORE DELETE ON results_domainindex FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'results_domainindex: immutable'); END;
CREATE TRIGGER results_scoreimport_rows_no_update BEFORE UPDATE OF cycle_set_id, file_id, counts, difference, applied_at ON results_scoreimport FOR EACH ROW WHEN OLD.applied_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'results_scoreimport: immutable'); END;
CREATE TRIGGER results_scoreimport_rows_no_delete BEFORE DELETE ON results_scoreimport FOR EACH ROW WHEN OLD.applied_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'results_scoreimport: immutable'); END;
CREATE TRIGGER results_score_rows_no_update BEFORE UPDATE ON results_score FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'results_score: immutable'); END;
CREATE TRIGGER results_score_rows_no_delete BEFORE DELETE ON results_score FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = OLD.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'results_score: immutable'); END;
CREATE TRIGGER results_score_rows_no_insert BEFORE INSERT ON results_score FOR EACH ROW WHEN (SELECT state FROM cycles_cycle WHERE id = NEW.cycle_id) = 'closed' BEGIN SELECT RAISE(ABORT, 'results_score: immutable'); END;
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('units_unit',7);
INSERT INTO "sqlite_sequence" VALUES('units_lineage',3);
INSERT INTO "sqlite_sequence" VALUES('units_alias',0);
INSERT INTO "sqlite_sequence" VALUES('django_migrations',61);
INSERT INTO "sqlite_sequence" VALUES('account_emailaddress',0);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',39);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',156);
INSERT INTO "sqlite_sequence" VALUES('auth_group',0);
INSERT INTO "sqlite_sequence" VALUES('criteria_criteriaversion',2);
INSERT INTO "sqlite_sequence" VALUES('cycles_cycle',2);
INSERT INTO "sqlite_sequence" VALUES('cycles_cycleset',2);
INSERT INTO "sqlite_sequence" VALUES('cycles_participant',4);
INSERT INTO "sqlite_sequence" VALUES('cycles_notapplicable',2);
INSERT INTO "sqlite_sequence" VALUES('cycles_phase',2);
INSERT INTO "sqlite_sequence" VALUES('plans_plan',1);
INSERT INTO "sqlite_sequence" VALUES('plans_agency',1);
INSERT INTO "sqlite_sequence" VALUES('plans_acceptance',0);
INSERT INTO "sqlite_sequence" VALUES('plans_reading',0);
INSERT INTO "sqlite_sequence" VALUES('plans_measure',1);
INSERT INTO "sqlite_sequence" VALUES('results_indexrun',7);
INSERT INTO "sqlite_sequence" VALUES('results_scoreimport',4);
INSERT INTO "sqlite_sequence" VALUES('results_score',16);
INSERT INTO "sqlite_sequence" VALUES('results_unitindex',14);
INSERT INTO "sqlite_sequence" VALUES('results_domainindex',28);
INSERT INTO "sqlite_sequence" VALUES('audit_entry',39);
INSERT INTO "sqlite_sequence" VALUES('documents_storedfile',6);
INSERT INTO "sqlite_sequence" VALUES('accounts_person',2);
INSERT INTO "sqlite_sequence" VALUES('accounts_membership',3);
INSERT INTO "sqlite_sequence" VALUES('plans_section',1);
INSERT INTO "sqlite_sequence" VALUES('plans_due',1);
INSERT INTO "sqlite_sequence" VALUES('plans_agency_units',1);
INSERT INTO "sqlite_sequence" VALUES('plans_part',1);
COMMIT;
