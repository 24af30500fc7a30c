using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "dispatch_figure",
                columns: table => new
                {
                    week = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    indicator = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    stock = table.Column<long>(type: "bigint", nullable: false),
                    cumulative = table.Column<long>(type: "bigint", nullable: false),
                    target = table.Column<long>(type: "bigint", nullable: true),
                    rank = table.Column<int>(type: "integer", nullable: true),
                    change = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch_figure", x => new { x.week, x.revision, x.region, x.indicator });
                });

            migrationBuilder.CreateTable(
                name: "dispatch_order",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    issuer = table.Column<long>(type: "bigint", nullable: false),
                    year = table.Column<int>(type: "integer", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    signer_login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    signer_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    text = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: false),
                    week = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: true),
                    revision = table.Column<int>(type: "integer", nullable: true),
                    indicator = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    reply_required = table.Column<bool>(type: "boolean", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    issued_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch_order", x => x.order_id);
                });

            migrationBuilder.CreateTable(
                name: "dispatch_order_recipient",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    issuer = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reply_required = table.Column<bool>(type: "boolean", nullable: false),
                    replies = table.Column<int>(type: "integer", nullable: false),
                    chases = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch_order_recipient", x => new { x.order_id, x.region });
                });

            migrationBuilder.CreateTable(
                name: "dispatch_order_step",
                columns: table => new
                {
                    order_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    text = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: false),
                    measures = table.Column<string>(type: "character varying(5000)", maxLength: 5000, nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch_order_step", x => new { x.order_id, x.region, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "dispatch_target",
                columns: table => new
                {
                    year = table.Column<int>(type: "integer", nullable: false),
                    indicator = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    is_demo = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch_target", x => new { x.year, x.indicator, x.region });
                });

            migrationBuilder.CreateTable(
                name: "dispatch_week",
                columns: table => new
                {
                    week = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    cut_hash = table.Column<string>(type: "text", nullable: false),
                    frozen_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    frozen_by = table.Column<string>(type: "text", nullable: false),
                    note = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_dispatch_week", x => new { x.week, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "people_import",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    as_of = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    dry_run = table.Column<bool>(type: "boolean", nullable: false),
                    started_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    rows_read = table.Column<long>(type: "bigint", nullable: false),
                    added = table.Column<long>(type: "bigint", nullable: false),
                    updated = table.Column<long>(type: "bigint", nullable: false),
                    unchanged = table.Column<long>(type: "bigint", nullable: false),
                    rejected = table.Column<long>(type: "bigint", nullable: false),
                    duplicates = table.Column<long>(type: "bigint", nullable: false),
                    conflicts = table.Column<long>(type: "bigint", nullable: false),
                    warnings = table.Column<long>(type: "bigint", nullable: false),
                    error = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true),
                    uploaded = table.Column<bool>(type: "boolean", nullable: false),
                    file_bytes = table.Column<long>(type: "bigint", nullable: false),
                    unknown_columns = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_import", x => x.import_id);
                });

            migrationBuilder.CreateTable(
                name: "people_import_issue",
                columns: table => new
                {
                    import_id = table.Column<Guid>(type: "uuid", nullable: false),
                    row_no = table.Column<int>(type: "integer", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    column_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    found = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    expected = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_import_issue", x => new { x.import_id, x.row_no, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "people_ledger_entry",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    act = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    spell_id = table.Column<Guid>(type: "uuid", nullable: true),
                    replaces = table.Column<Guid>(type: "uuid", nullable: true),
                    other = table.Column<Guid>(type: "uuid", nullable: true),
                    revision = table.Column<long>(type: "bigint", nullable: false),
                    evidence = table.Column<short>(type: "smallint", nullable: false),
                    source = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    request_hash = table.Column<long>(type: "bigint", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_ledger_entry", x => new { x.worker_id, x.entry_id });
                });

            migrationBuilder.CreateTable(
                name: "people_status_spell",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    spell_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    category = table.Column<short>(type: "smallint", nullable: false),
                    risk = table.Column<short>(type: "smallint", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    evidence = table.Column<short>(type: "smallint", nullable: false),
                    content_hash = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    superseded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_status_spell", x => new { x.worker_id, x.spell_id, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "people_work_spell",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    spell_id = table.Column<Guid>(type: "uuid", nullable: false),
                    revision = table.Column<int>(type: "integer", nullable: false),
                    workplace = table.Column<long>(type: "bigint", nullable: false),
                    form = table.Column<short>(type: "smallint", nullable: false),
                    employer = table.Column<string>(type: "text", nullable: true),
                    employer_credit = table.Column<string>(type: "text", nullable: true),
                    job = table.Column<string>(type: "text", nullable: true),
                    industry = table.Column<string>(type: "text", nullable: true),
                    channel = table.Column<string>(type: "text", nullable: true),
                    wage_fen = table.Column<long>(type: "bigint", nullable: true),
                    income_fen = table.Column<long>(type: "bigint", nullable: true),
                    has_contract = table.Column<bool>(type: "boolean", nullable: true),
                    has_insurance = table.Column<bool>(type: "boolean", nullable: true),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: true),
                    evidence = table.Column<short>(type: "smallint", nullable: false),
                    content_hash = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    superseded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_work_spell", x => new { x.worker_id, x.spell_id, x.revision });
                });

            migrationBuilder.CreateTable(
                name: "people_worker",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    sex = table.Column<short>(type: "smallint", nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    hamlet = table.Column<string>(type: "text", nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_no = table.Column<string>(type: "text", nullable: true),
                    head_name = table.Column<string>(type: "text", nullable: true),
                    relation = table.Column<string>(type: "text", nullable: true),
                    nation = table.Column<string>(type: "text", nullable: true),
                    political = table.Column<string>(type: "text", nullable: true),
                    education = table.Column<string>(type: "text", nullable: true),
                    health = table.Column<string>(type: "text", nullable: true),
                    marital = table.Column<string>(type: "text", nullable: true),
                    id_cipher = table.Column<byte[]>(type: "bytea", nullable: false),
                    phone_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_blind = table.Column<long>(type: "bigint", nullable: true),
                    bank_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    bank_blind = table.Column<long>(type: "bigint", nullable: true),
                    relocated = table.Column<bool>(type: "boolean", nullable: true),
                    ability = table.Column<short>(type: "smallint", nullable: true),
                    skill = table.Column<string>(type: "text", nullable: true),
                    wants_training = table.Column<bool>(type: "boolean", nullable: true),
                    training_trade = table.Column<string>(type: "text", nullable: true),
                    job_wish = table.Column<string>(type: "text", nullable: true),
                    unemployed_reason = table.Column<string>(type: "text", nullable: true),
                    returned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    after_return = table.Column<string>(type: "text", nullable: true),
                    subsidy_note = table.Column<string>(type: "text", nullable: true),
                    helper = table.Column<string>(type: "text", nullable: true),
                    verified_on = table.Column<DateOnly>(type: "date", nullable: true),
                    verified_by = table.Column<string>(type: "text", nullable: true),
                    remark = table.Column<string>(type: "text", nullable: true),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    content_hash = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_worker", x => x.worker_id);
                });

            migrationBuilder.CreateTable(
                name: "people_worker_past",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    superseded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    sex = table.Column<short>(type: "smallint", nullable: false),
                    birth_date = table.Column<DateOnly>(type: "date", nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    hamlet = table.Column<string>(type: "text", nullable: true),
                    household_id = table.Column<Guid>(type: "uuid", nullable: true),
                    household_no = table.Column<string>(type: "text", nullable: true),
                    head_name = table.Column<string>(type: "text", nullable: true),
                    relation = table.Column<string>(type: "text", nullable: true),
                    nation = table.Column<string>(type: "text", nullable: true),
                    political = table.Column<string>(type: "text", nullable: true),
                    education = table.Column<string>(type: "text", nullable: true),
                    health = table.Column<string>(type: "text", nullable: true),
                    marital = table.Column<string>(type: "text", nullable: true),
                    id_cipher = table.Column<byte[]>(type: "bytea", nullable: false),
                    phone_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_blind = table.Column<long>(type: "bigint", nullable: true),
                    bank_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    bank_blind = table.Column<long>(type: "bigint", nullable: true),
                    relocated = table.Column<bool>(type: "boolean", nullable: true),
                    ability = table.Column<short>(type: "smallint", nullable: true),
                    skill = table.Column<string>(type: "text", nullable: true),
                    wants_training = table.Column<bool>(type: "boolean", nullable: true),
                    training_trade = table.Column<string>(type: "text", nullable: true),
                    job_wish = table.Column<string>(type: "text", nullable: true),
                    unemployed_reason = table.Column<string>(type: "text", nullable: true),
                    returned_on = table.Column<DateOnly>(type: "date", nullable: true),
                    after_return = table.Column<string>(type: "text", nullable: true),
                    subsidy_note = table.Column<string>(type: "text", nullable: true),
                    helper = table.Column<string>(type: "text", nullable: true),
                    verified_on = table.Column<DateOnly>(type: "date", nullable: true),
                    verified_by = table.Column<string>(type: "text", nullable: true),
                    remark = table.Column<string>(type: "text", nullable: true),
                    merged_into = table.Column<Guid>(type: "uuid", nullable: true),
                    content_hash = table.Column<long>(type: "bigint", nullable: false),
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_worker_past", x => new { x.worker_id, x.version });
                });

            migrationBuilder.CreateTable(
                name: "platform_account",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false, collation: "C"),
                    display_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    password_hash = table.Column<string>(type: "text", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    role = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    extra_rights = table.Column<string>(type: "text", nullable: false),
                    security_stamp = table.Column<string>(type: "text", nullable: false),
                    must_change_password = table.Column<bool>(type: "boolean", nullable: false),
                    disabled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    failed_sign_ins = table.Column<int>(type: "integer", nullable: false),
                    locked_until = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    last_sign_in_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    totp_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    totp_pending = table.Column<byte[]>(type: "bytea", nullable: true),
                    totp_last_step = table.Column<long>(type: "bigint", nullable: false),
                    recovery_codes = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_account", x => x.account_id);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit",
                columns: table => new
                {
                    audit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    worker_id = table.Column<Guid>(type: "uuid", nullable: true),
                    detail = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    source = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    before = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    after = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_audit", x => x.audit_id);
                });

            migrationBuilder.CreateTable(
                name: "platform_audit_head",
                columns: table => new
                {
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_audit_head", x => x.login);
                });

            migrationBuilder.CreateTable(
                name: "platform_job",
                columns: table => new
                {
                    job_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    input = table.Column<string>(type: "character varying(4000)", maxLength: 4000, nullable: false),
                    asked_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    scheduled = table.Column<bool>(type: "boolean", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    progress = table.Column<int>(type: "integer", nullable: false),
                    progress_text = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    cancel_asked = table.Column<bool>(type: "boolean", nullable: false),
                    result = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: true),
                    result_link = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    result_file = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    result_expires_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    asked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    started_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_job", x => x.job_id);
                });

            migrationBuilder.CreateTable(
                name: "platform_outside_login",
                columns: table => new
                {
                    provider = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    linked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_outside_login", x => new { x.provider, x.subject });
                });

            migrationBuilder.CreateTable(
                name: "platform_setting",
                columns: table => new
                {
                    key = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    value = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_setting", x => x.key);
                });

            migrationBuilder.CreateTable(
                name: "platform_unit",
                columns: table => new
                {
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    kind = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    parent_id = table.Column<Guid>(type: "uuid", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_platform_unit", x => x.unit_id);
                });

            migrationBuilder.CreateIndex(
                name: "IX_dispatch_order_issuer_issued_at_order_id",
                table: "dispatch_order",
                columns: new[] { "issuer", "issued_at", "order_id" });

            migrationBuilder.CreateIndex(
                name: "IX_dispatch_order_issuer_year_number",
                table: "dispatch_order",
                columns: new[] { "issuer", "year", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_dispatch_order_recipient_issuer_due_on",
                table: "dispatch_order_recipient",
                columns: new[] { "issuer", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_dispatch_order_recipient_region_due_on",
                table: "dispatch_order_recipient",
                columns: new[] { "region", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_people_import_started_at",
                table: "people_import",
                column: "started_at");

            migrationBuilder.CreateIndex(
                name: "IX_people_import_issue_import_id_kind_row_no",
                table: "people_import_issue",
                columns: new[] { "import_id", "kind", "row_no" });

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_home_worker_id",
                table: "people_worker",
                columns: new[] { "home", "worker_id" });

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_household_id",
                table: "people_worker",
                column: "household_id");

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_merged_into",
                table: "people_worker",
                column: "merged_into",
                filter: "merged_into IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_name_worker_id",
                table: "people_worker",
                columns: new[] { "name", "worker_id" });

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_phone_blind",
                table: "people_worker",
                column: "phone_blind");

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_past_merged_into",
                table: "people_worker_past",
                column: "merged_into",
                filter: "merged_into IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_platform_account_login",
                table: "platform_account",
                column: "login",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_platform_account_region_login",
                table: "platform_account",
                columns: new[] { "region", "login" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_account_unit_id",
                table: "platform_account",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_at_audit_id",
                table: "platform_audit",
                columns: new[] { "at", "audit_id" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_login_seq",
                table: "platform_audit",
                columns: new[] { "login", "seq" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_worker_id_at",
                table: "platform_audit",
                columns: new[] { "worker_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_audit_head_at",
                table: "platform_audit_head",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "IX_platform_job_asked_at_job_id",
                table: "platform_job",
                columns: new[] { "asked_at", "job_id" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_job_asked_by_asked_at",
                table: "platform_job",
                columns: new[] { "asked_by", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "IX_platform_job_state",
                table: "platform_job",
                column: "state");

            migrationBuilder.CreateIndex(
                name: "IX_platform_outside_login_account_id",
                table: "platform_outside_login",
                column: "account_id");

            migrationBuilder.CreateIndex(
                name: "IX_platform_unit_parent_id",
                table: "platform_unit",
                column: "parent_id");

            migrationBuilder.CreateIndex(
                name: "IX_platform_unit_region",
                table: "platform_unit",
                column: "region");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "dispatch_figure");

            migrationBuilder.DropTable(
                name: "dispatch_order");

            migrationBuilder.DropTable(
                name: "dispatch_order_recipient");

            migrationBuilder.DropTable(
                name: "dispatch_order_step");

            migrationBuilder.DropTable(
                name: "dispatch_target");

            migrationBuilder.DropTable(
                name: "dispatch_week");

            migrationBuilder.DropTable(
                name: "people_import");

            migrationBuilder.DropTable(
                name: "people_import_issue");

            migrationBuilder.DropTable(
                name: "people_ledger_entry");

            migrationBuilder.DropTable(
                name: "people_status_spell");

            migrationBuilder.DropTable(
                name: "people_work_spell");

            migrationBuilder.DropTable(
                name: "people_worker");

            migrationBuilder.DropTable(
                name: "people_worker_past");

            migrationBuilder.DropTable(
                name: "platform_account");

            migrationBuilder.DropTable(
                name: "platform_audit");

            migrationBuilder.DropTable(
                name: "platform_audit_head");

            migrationBuilder.DropTable(
                name: "platform_job");

            migrationBuilder.DropTable(
                name: "platform_outside_login");

            migrationBuilder.DropTable(
                name: "platform_setting");

            migrationBuilder.DropTable(
                name: "platform_unit");
        }
    }
}
