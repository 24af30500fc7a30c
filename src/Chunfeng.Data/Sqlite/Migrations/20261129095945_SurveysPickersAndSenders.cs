using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class SurveysPickersAndSenders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "register_id",
                table: "gigs_employer",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "order_id",
                table: "events_chase",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "sent_name",
                table: "employers_vacancy",
                type: "TEXT",
                maxLength: 100,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "sent_unit",
                table: "employers_vacancy",
                type: "TEXT",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "employers_demand_answer",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    employer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seq = table.Column<int>(type: "INTEGER", nullable: false),
                    heads_now = table.Column<int>(type: "INTEGER", nullable: false),
                    let_go = table.Column<int>(type: "INTEGER", nullable: false),
                    added = table.Column<int>(type: "INTEGER", nullable: false),
                    helps = table.Column<int>(type: "INTEGER", nullable: false),
                    remark = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    way = table.Column<short>(type: "INTEGER", nullable: false),
                    stated_by = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    stated_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    recorded_by = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    recorded_by_name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    superseded_at = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_demand_answer", x => new { x.round_id, x.employer_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "employers_demand_line",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    employer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seq = table.Column<int>(type: "INTEGER", nullable: false),
                    line = table.Column<int>(type: "INTEGER", nullable: false),
                    occupation = table.Column<int>(type: "INTEGER", nullable: false),
                    needed_now = table.Column<int>(type: "INTEGER", nullable: false),
                    needed_in_period = table.Column<int>(type: "INTEGER", nullable: false),
                    low_fen = table.Column<long>(type: "INTEGER", nullable: false),
                    high_fen = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_demand_line", x => new { x.round_id, x.employer_id, x.seq, x.line });
                });

            migrationBuilder.CreateTable(
                name: "employers_demand_reminder",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    employer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    login = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_demand_reminder", x => new { x.round_id, x.employer_id, x.on });
                });

            migrationBuilder.CreateTable(
                name: "employers_demand_round",
                columns: table => new
                {
                    round_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    flags = table.Column<int>(type: "INTEGER", nullable: false),
                    period_from = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    period_to = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    due_on = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    opened_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    opened_by = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    opened_by_name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    closed_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    closed_by = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_demand_round", x => x.round_id);
                });

            migrationBuilder.CreateTable(
                name: "employers_policy_step",
                columns: table => new
                {
                    employer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    policy = table.Column<string>(type: "TEXT", maxLength: 40, nullable: false),
                    document = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    seq = table.Column<int>(type: "INTEGER", nullable: false),
                    act = table.Column<short>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    login = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    note = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_employers_policy_step", x => new { x.employer_id, x.policy, x.document, x.seq });
                });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_employer_region_checked_at",
                table: "gigs_employer",
                columns: new[] { "region", "checked_at" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_vacancy_sent_unit_vacancy_id",
                table: "employers_vacancy",
                columns: new[] { "sent_unit", "vacancy_id" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_demand_answer_employer_id",
                table: "employers_demand_answer",
                column: "employer_id");

            migrationBuilder.CreateIndex(
                name: "IX_employers_demand_round_region_round_id",
                table: "employers_demand_round",
                columns: new[] { "region", "round_id" });

            migrationBuilder.CreateIndex(
                name: "IX_employers_policy_step_policy_document",
                table: "employers_policy_step",
                columns: new[] { "policy", "document" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "employers_demand_answer");

            migrationBuilder.DropTable(
                name: "employers_demand_line");

            migrationBuilder.DropTable(
                name: "employers_demand_reminder");

            migrationBuilder.DropTable(
                name: "employers_demand_round");

            migrationBuilder.DropTable(
                name: "employers_policy_step");

            migrationBuilder.DropIndex(
                name: "IX_gigs_employer_region_checked_at",
                table: "gigs_employer");

            migrationBuilder.DropIndex(
                name: "IX_employers_vacancy_sent_unit_vacancy_id",
                table: "employers_vacancy");

            migrationBuilder.DropColumn(
                name: "register_id",
                table: "gigs_employer");

            migrationBuilder.DropColumn(
                name: "order_id",
                table: "events_chase");

            migrationBuilder.DropColumn(
                name: "sent_name",
                table: "employers_vacancy");

            migrationBuilder.DropColumn(
                name: "sent_unit",
                table: "employers_vacancy");
        }
    }
}
