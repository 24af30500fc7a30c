using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Events : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "events_campaign",
                columns: table => new
                {
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    from_day = table.Column<DateOnly>(type: "date", nullable: false),
                    to_day = table.Column<DateOnly>(type: "date", nullable: false),
                    intro = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    target_fairs = table.Column<int>(type: "integer", nullable: true),
                    target_posts = table.Column<int>(type: "integer", nullable: true),
                    target_attendance = table.Column<int>(type: "integer", nullable: true),
                    target_intents = table.Column<int>(type: "integer", nullable: true),
                    target_hires = table.Column<int>(type: "integer", nullable: true),
                    demo = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_campaign", x => x.campaign_id);
                });

            migrationBuilder.CreateTable(
                name: "events_chase",
                columns: table => new
                {
                    chase_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    rule = table.Column<short>(type: "smallint", nullable: false),
                    slot_key = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false),
                    quarter = table.Column<string>(type: "character varying(7)", maxLength: 7, nullable: false),
                    issuer = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_chase", x => x.chase_id);
                });

            migrationBuilder.CreateTable(
                name: "events_fair",
                columns: table => new
                {
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    mode = table.Column<short>(type: "smallint", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    target = table.Column<long>(type: "bigint", nullable: false),
                    place = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    opens_at = table.Column<short>(type: "smallint", nullable: false),
                    closes_at = table.Column<short>(type: "smallint", nullable: false),
                    booths = table.Column<int>(type: "integer", nullable: false),
                    contact = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    intro = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    released_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    filed_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    demo = table.Column<bool>(type: "boolean", nullable: false),
                    stated_attendance = table.Column<int>(type: "integer", nullable: true),
                    stated_posts = table.Column<int>(type: "integer", nullable: true),
                    stated_intents = table.Column<int>(type: "integer", nullable: true),
                    stated_hires = table.Column<int>(type: "integer", nullable: true),
                    result_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    counted_hires = table.Column<int>(type: "integer", nullable: true),
                    counted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_fair", x => x.fair_id);
                });

            migrationBuilder.CreateTable(
                name: "events_fair_check",
                columns: table => new
                {
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    answer = table.Column<short>(type: "smallint", nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_fair_check", x => new { x.fair_id, x.item });
                });

            migrationBuilder.CreateTable(
                name: "events_fair_employer",
                columns: table => new
                {
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    credit = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    posts = table.Column<int>(type: "integer", nullable: false),
                    booth = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_fair_employer", x => new { x.fair_id, x.line_id });
                });

            migrationBuilder.CreateTable(
                name: "events_fair_promotion",
                columns: table => new
                {
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    line_id = table.Column<Guid>(type: "uuid", nullable: false),
                    channel = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    on = table.Column<DateOnly>(type: "date", nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    link = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_fair_promotion", x => new { x.fair_id, x.line_id });
                });

            migrationBuilder.CreateTable(
                name: "events_fair_step",
                columns: table => new
                {
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<long>(type: "bigint", nullable: false),
                    act = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_fair_step", x => new { x.fair_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "events_fair_vacancy",
                columns: table => new
                {
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vacancy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    posts = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_fair_vacancy", x => new { x.fair_id, x.vacancy_id });
                });

            migrationBuilder.CreateTable(
                name: "events_intent",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vacancy_id = table.Column<Guid>(type: "uuid", nullable: false),
                    referral_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_intent", x => new { x.worker_id, x.fair_id, x.vacancy_id });
                });

            migrationBuilder.CreateTable(
                name: "events_sign_in",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fair_id = table.Column<Guid>(type: "uuid", nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    way = table.Column<short>(type: "smallint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_sign_in", x => new { x.worker_id, x.fair_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_campaign_region_from_day",
                table: "events_campaign",
                columns: new[] { "region", "from_day" });

            migrationBuilder.CreateIndex(
                name: "IX_events_chase_quarter_region_slot_key",
                table: "events_chase",
                columns: new[] { "quarter", "region", "slot_key" });

            migrationBuilder.CreateIndex(
                name: "IX_events_fair_campaign_id",
                table: "events_fair",
                column: "campaign_id");

            migrationBuilder.CreateIndex(
                name: "IX_events_fair_region_starts_on_fair_id",
                table: "events_fair",
                columns: new[] { "region", "starts_on", "fair_id" });

            migrationBuilder.CreateIndex(
                name: "IX_events_fair_starts_on_fair_id",
                table: "events_fair",
                columns: new[] { "starts_on", "fair_id" });

            migrationBuilder.CreateIndex(
                name: "IX_events_fair_target_starts_on",
                table: "events_fair",
                columns: new[] { "target", "starts_on" });

            migrationBuilder.CreateIndex(
                name: "IX_events_intent_fair_id",
                table: "events_intent",
                column: "fair_id");

            migrationBuilder.CreateIndex(
                name: "IX_events_sign_in_fair_id_at",
                table: "events_sign_in",
                columns: new[] { "fair_id", "at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "events_campaign");

            migrationBuilder.DropTable(
                name: "events_chase");

            migrationBuilder.DropTable(
                name: "events_fair");

            migrationBuilder.DropTable(
                name: "events_fair_check");

            migrationBuilder.DropTable(
                name: "events_fair_employer");

            migrationBuilder.DropTable(
                name: "events_fair_promotion");

            migrationBuilder.DropTable(
                name: "events_fair_step");

            migrationBuilder.DropTable(
                name: "events_fair_vacancy");

            migrationBuilder.DropTable(
                name: "events_intent");

            migrationBuilder.DropTable(
                name: "events_sign_in");
        }
    }
}
