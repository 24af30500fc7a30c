using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Matching : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "matching_check",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    referral_id = table.Column<Guid>(type: "uuid", nullable: false),
                    months = table.Column<short>(type: "smallint", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    answer = table.Column<short>(type: "smallint", nullable: false),
                    answered_by = table.Column<short>(type: "smallint", nullable: false),
                    answered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matching_check", x => new { x.worker_id, x.referral_id, x.months });
                });

            migrationBuilder.CreateTable(
                name: "matching_referral",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    referral_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vacancy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    employer = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    employer_credit = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    industry = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    workplace = table.Column<long>(type: "bigint", nullable: false),
                    month_fen = table.Column<long>(type: "bigint", nullable: false),
                    channel = table.Column<short>(type: "smallint", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    occasion = table.Column<Guid>(type: "uuid", nullable: true),
                    opened_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    applied_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    due_on = table.Column<DateOnly>(type: "date", nullable: true),
                    interview_id = table.Column<Guid>(type: "uuid", nullable: true),
                    interview_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: true),
                    hired_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    spell_id = table.Column<Guid>(type: "uuid", nullable: true),
                    spell_is_new = table.Column<bool>(type: "boolean", nullable: false),
                    left_on = table.Column<DateOnly>(type: "date", nullable: true),
                    closed_by = table.Column<short>(type: "smallint", nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    superseded_by = table.Column<Guid>(type: "uuid", nullable: true),
                    state_before = table.Column<short>(type: "smallint", nullable: false),
                    ended_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matching_referral", x => new { x.worker_id, x.referral_id });
                });

            migrationBuilder.CreateTable(
                name: "matching_step",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    referral_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    role = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    reason = table.Column<short>(type: "smallint", nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_matching_step", x => new { x.worker_id, x.referral_id, x.seq });
                });

            migrationBuilder.CreateIndex(
                name: "IX_matching_check_employer_id_answer_due_on",
                table: "matching_check",
                columns: new[] { "employer_id", "answer", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_matching_check_home_answer_due_on",
                table: "matching_check",
                columns: new[] { "home", "answer", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_matching_referral_employer_id_state_referral_id",
                table: "matching_referral",
                columns: new[] { "employer_id", "state", "referral_id" });

            migrationBuilder.CreateIndex(
                name: "IX_matching_referral_home_state_referral_id",
                table: "matching_referral",
                columns: new[] { "home", "state", "referral_id" });

            migrationBuilder.CreateIndex(
                name: "IX_matching_referral_state_due_on",
                table: "matching_referral",
                columns: new[] { "state", "due_on" });

            migrationBuilder.CreateIndex(
                name: "IX_matching_referral_unit_id_opened_at",
                table: "matching_referral",
                columns: new[] { "unit_id", "opened_at" });

            migrationBuilder.CreateIndex(
                name: "IX_matching_referral_vacancy_id_state",
                table: "matching_referral",
                columns: new[] { "vacancy_id", "state" });

            migrationBuilder.CreateIndex(
                name: "IX_matching_referral_worker_id_vacancy_id",
                table: "matching_referral",
                columns: new[] { "worker_id", "vacancy_id" },
                unique: true,
                filter: "ended_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "matching_check");

            migrationBuilder.DropTable(
                name: "matching_referral");

            migrationBuilder.DropTable(
                name: "matching_step");
        }
    }
}
