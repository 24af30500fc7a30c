using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class CampaignActions : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "target_carried",
                table: "events_campaign",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "target_publicity",
                table: "events_campaign",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "target_trained",
                table: "events_campaign",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "target_trips",
                table: "events_campaign",
                type: "integer",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "events_campaign_action",
                columns: table => new
                {
                    action_id = table.Column<Guid>(type: "uuid", nullable: false),
                    campaign_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    title = table.Column<string>(type: "character varying(80)", maxLength: 80, nullable: false),
                    held_on = table.Column<DateOnly>(type: "date", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    from_place = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    to_place = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    destination = table.Column<long>(type: "bigint", nullable: true),
                    vehicle = table.Column<short>(type: "smallint", nullable: true),
                    vehicles = table.Column<int>(type: "integer", nullable: true),
                    subject = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    occupation = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    body = table.Column<string>(type: "character varying(120)", maxLength: 120, nullable: false),
                    channel = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    stated_copies = table.Column<int>(type: "integer", nullable: true),
                    stated_households = table.Column<int>(type: "integer", nullable: true),
                    demo = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    moved_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    moved_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_campaign_action", x => x.action_id);
                });

            migrationBuilder.CreateTable(
                name: "events_campaign_person",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    action_id = table.Column<Guid>(type: "uuid", nullable: false),
                    seq = table.Column<int>(type: "integer", nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_campaign_person", x => new { x.worker_id, x.action_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_campaign_action_campaign_id_held_on",
                table: "events_campaign_action",
                columns: new[] { "campaign_id", "held_on" });

            migrationBuilder.CreateIndex(
                name: "IX_events_campaign_action_region_state_held_on",
                table: "events_campaign_action",
                columns: new[] { "region", "state", "held_on" });

            migrationBuilder.CreateIndex(
                name: "IX_events_campaign_person_action_id_seq",
                table: "events_campaign_person",
                columns: new[] { "action_id", "seq" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "events_campaign_action");

            migrationBuilder.DropTable(
                name: "events_campaign_person");

            migrationBuilder.DropColumn(
                name: "target_carried",
                table: "events_campaign");

            migrationBuilder.DropColumn(
                name: "target_publicity",
                table: "events_campaign");

            migrationBuilder.DropColumn(
                name: "target_trained",
                table: "events_campaign");

            migrationBuilder.DropColumn(
                name: "target_trips",
                table: "events_campaign");
        }
    }
}
