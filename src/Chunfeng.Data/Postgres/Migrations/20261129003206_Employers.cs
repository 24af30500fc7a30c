using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Employers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "employers_conduct",
                columns: table => new
                {
                    entry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    serious = table.Column<bool>(type: "boolean", nullable: false),
                    found_on = table.Column<DateOnly>(type: "date", nullable: false),
                    document = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    text = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    closing = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    closed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    closed_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_conduct", x => x.entry_id);
                });

            migrationBuilder.CreateTable(
                name: "employers_employer",
                columns: table => new
                {
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    credit_code = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name_key = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    industry = table.Column<string>(type: "character varying(4)", maxLength: 4, nullable: false),
                    size = table.Column<short>(type: "smallint", nullable: false),
                    flags = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    seat = table.Column<long>(type: "bigint", nullable: false),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    contact_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    phone_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    officer_login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    officer_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    registered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    registered_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_employer", x => x.employer_id);
                });

            migrationBuilder.CreateTable(
                name: "employers_heads",
                columns: table => new
                {
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    month = table.Column<int>(type: "integer", nullable: false),
                    heads = table.Column<int>(type: "integer", nullable: false),
                    joined = table.Column<int>(type: "integer", nullable: false),
                    stated_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    stated_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_heads", x => new { x.employer_id, x.month });
                });

            migrationBuilder.CreateTable(
                name: "employers_hire",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hire_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vacancy_id = table.Column<Guid>(type: "uuid", nullable: true),
                    help_unit = table.Column<Guid>(type: "uuid", nullable: true),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    @protected = table.Column<bool>(name: "protected", type: "boolean", nullable: false),
                    hired_on = table.Column<DateOnly>(type: "date", nullable: false),
                    left_on = table.Column<DateOnly>(type: "date", nullable: true),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_hire", x => new { x.worker_id, x.hire_id });
                });

            migrationBuilder.CreateTable(
                name: "employers_vacancy",
                columns: table => new
                {
                    vacancy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_number = table.Column<int>(type: "integer", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    source = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    external_no = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    occupation = table.Column<int>(type: "integer", nullable: false),
                    place = table.Column<long>(type: "bigint", nullable: false),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    form = table.Column<short>(type: "smallint", nullable: false),
                    pay_period = table.Column<short>(type: "smallint", nullable: false),
                    low_fen = table.Column<long>(type: "bigint", nullable: false),
                    high_fen = table.Column<long>(type: "bigint", nullable: false),
                    days_per_month = table.Column<int>(type: "integer", nullable: false),
                    units_per_day = table.Column<int>(type: "integer", nullable: false),
                    month_fen = table.Column<long>(type: "bigint", nullable: false),
                    posts = table.Column<int>(type: "integer", nullable: false),
                    posts_open = table.Column<int>(type: "integer", nullable: false),
                    board = table.Column<bool>(type: "boolean", nullable: false),
                    lodging = table.Column<bool>(type: "boolean", nullable: false),
                    insurances = table.Column<short>(type: "smallint", nullable: false),
                    minimum_age = table.Column<int>(type: "integer", nullable: false),
                    maximum_age = table.Column<int>(type: "integer", nullable: false),
                    age_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    education = table.Column<short>(type: "smallint", nullable: false),
                    health = table.Column<short>(type: "smallint", nullable: false),
                    health_reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    only_sex = table.Column<short>(type: "smallint", nullable: false),
                    sex_reason = table.Column<short>(type: "smallint", nullable: false),
                    hazardous = table.Column<bool>(type: "boolean", nullable: false),
                    welcomes = table.Column<short>(type: "smallint", nullable: false),
                    reserved_for = table.Column<short>(type: "smallint", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    submitted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    published_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_vacancy", x => x.vacancy_id);
                });

            migrationBuilder.CreateTable(
                name: "employers_vacancy_file",
                columns: table => new
                {
                    file_id = table.Column<Guid>(type: "uuid", nullable: false),
                    file_name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    rows_read = table.Column<int>(type: "integer", nullable: false),
                    added = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    unchanged = table.Column<int>(type: "integer", nullable: false),
                    rejected = table.Column<int>(type: "integer", nullable: false),
                    has_rejects = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_vacancy_file", x => x.file_id);
                });

            migrationBuilder.CreateTable(
                name: "employers_vacancy_fill",
                columns: table => new
                {
                    vacancy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hire_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    filled_on = table.Column<DateOnly>(type: "date", nullable: false),
                    days = table.Column<int>(type: "integer", nullable: false),
                    reopened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_vacancy_fill", x => new { x.vacancy_id, x.hire_id });
                });

            migrationBuilder.CreateTable(
                name: "employers_vacancy_step",
                columns: table => new
                {
                    vacancy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_vacancy_step", x => new { x.vacancy_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "employers_visit",
                columns: table => new
                {
                    visit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    visited_on = table.Column<DateOnly>(type: "date", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    posts_needed = table.Column<int>(type: "integer", nullable: true),
                    need = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    outcome = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    open = table.Column<bool>(type: "boolean", nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_visit", x => x.visit_id);
                });

            migrationBuilder.CreateTable(
                name: "employers_zone",
                columns: table => new
                {
                    zone_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    basis = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    changed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_zone", x => x.zone_id);
                });

            migrationBuilder.CreateTable(
                name: "employers_zone_member",
                columns: table => new
                {
                    zone_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_zone_member", x => new { x.zone_id, x.region });
                });

            migrationBuilder.CreateIndex(
                name: "IX_employers_conduct_employer_id_state",
                table: "employers_conduct",
                columns: new[] { "employer_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_employer_credit_code",
                table: "employers_employer",
                column: "credit_code",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_employers_employer_name_key",
                table: "employers_employer",
                column: "name_key");

            migrationBuilder.CreateIndex(
                name: "IX_employers_employer_number",
                table: "employers_employer",
                column: "number",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_employers_employer_officer_login",
                table: "employers_employer",
                column: "officer_login");

            migrationBuilder.CreateIndex(
                name: "IX_employers_employer_region_employer_id",
                table: "employers_employer",
                columns: new[] { "region", "employer_id" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_employer_unit_id",
                table: "employers_employer",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "IX_employers_hire_employer_id_hired_on",
                table: "employers_hire",
                columns: new[] { "employer_id", "hired_on" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_employer_id_state",
                table: "employers_vacancy",
                columns: new[] { "employer_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_region_vacancy_id",
                table: "employers_vacancy",
                columns: new[] { "region", "vacancy_id" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_source_external_no",
                table: "employers_vacancy",
                columns: new[] { "source", "external_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_state_region_vacancy_id",
                table: "employers_vacancy",
                columns: new[] { "state", "region", "vacancy_id" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_state_to_day",
                table: "employers_vacancy",
                columns: new[] { "state", "to_day" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_file_login_at",
                table: "employers_vacancy_file",
                columns: new[] { "login", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_fill_employer_id_filled_on",
                table: "employers_vacancy_fill",
                columns: new[] { "employer_id", "filled_on" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_visit_employer_id_visited_on",
                table: "employers_visit",
                columns: new[] { "employer_id", "visited_on" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_zone_name",
                table: "employers_zone",
                column: "name",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "employers_conduct");

            migrationBuilder.DropTable(
                name: "employers_employer");

            migrationBuilder.DropTable(
                name: "employers_heads");

            migrationBuilder.DropTable(
                name: "employers_hire");

            migrationBuilder.DropTable(
                name: "employers_vacancy");

            migrationBuilder.DropTable(
                name: "employers_vacancy_file");

            migrationBuilder.DropTable(
                name: "employers_vacancy_fill");

            migrationBuilder.DropTable(
                name: "employers_vacancy_step");

            migrationBuilder.DropTable(
                name: "employers_visit");

            migrationBuilder.DropTable(
                name: "employers_zone");

            migrationBuilder.DropTable(
                name: "employers_zone_member");
        }
    }
}
