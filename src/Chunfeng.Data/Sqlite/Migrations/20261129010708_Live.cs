using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Live : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "events_interview",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    interview_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    referral_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    vacancy_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    employer_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    title = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    employer = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    worker_name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    minutes = table.Column<int>(type: "INTEGER", nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    outcome = table.Column<short>(type: "INTEGER", nullable: true),
                    note = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    moves = table.Column<int>(type: "INTEGER", nullable: false),
                    worker_seen_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    office_seen_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    booked_by = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    booked_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_interview", x => new { x.worker_id, x.interview_id });
                });

            migrationBuilder.CreateTable(
                name: "events_live_message",
                columns: table => new
                {
                    room_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seq = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<short>(type: "INTEGER", nullable: false),
                    at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    seat = table.Column<Guid>(type: "TEXT", nullable: true),
                    name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    host = table.Column<bool>(type: "INTEGER", nullable: false),
                    text = table.Column<string>(type: "TEXT", maxLength: 400, nullable: false),
                    @ref = table.Column<long>(name: "ref", type: "INTEGER", nullable: true),
                    gone = table.Column<bool>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_live_message", x => new { x.room_id, x.seq });
                });

            migrationBuilder.CreateTable(
                name: "events_live_pin",
                columns: table => new
                {
                    room_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    vacancy_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pinned_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_live_pin", x => new { x.room_id, x.vacancy_id });
                });

            migrationBuilder.CreateTable(
                name: "events_live_room",
                columns: table => new
                {
                    room_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    region = table.Column<long>(type: "INTEGER", nullable: false),
                    event_id = table.Column<Guid>(type: "TEXT", nullable: true),
                    title = table.Column<string>(type: "TEXT", maxLength: 60, nullable: false),
                    lead = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    starts_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    host_login = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    host_name = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    state = table.Column<short>(type: "INTEGER", nullable: false),
                    open_to_all = table.Column<bool>(type: "INTEGER", nullable: false),
                    parts = table.Column<int>(type: "INTEGER", nullable: false),
                    bytes = table.Column<long>(type: "INTEGER", nullable: false),
                    started_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    peak = table.Column<int>(type: "INTEGER", nullable: false),
                    anonymous = table.Column<int>(type: "INTEGER", nullable: false),
                    replay_until = table.Column<DateOnly>(type: "TEXT", nullable: true),
                    created_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_live_room", x => x.room_id);
                });

            migrationBuilder.CreateTable(
                name: "events_live_seat",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    room_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    seat = table.Column<Guid>(type: "TEXT", nullable: false),
                    joined_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    muted_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    banned_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_live_seat", x => new { x.worker_id, x.room_id });
                });

            migrationBuilder.CreateTable(
                name: "events_live_word",
                columns: table => new
                {
                    word = table.Column<string>(type: "TEXT", maxLength: 30, nullable: false),
                    allowed = table.Column<bool>(type: "INTEGER", nullable: false),
                    added_by = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    added_at = table.Column<DateTime>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_events_live_word", x => x.word);
                });

            migrationBuilder.CreateIndex(
                name: "IX_events_interview_employer_id_at",
                table: "events_interview",
                columns: new[] { "employer_id", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_events_interview_interview_id",
                table: "events_interview",
                column: "interview_id");

            migrationBuilder.CreateIndex(
                name: "IX_events_interview_region_at",
                table: "events_interview",
                columns: new[] { "region", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_events_interview_state_at",
                table: "events_interview",
                columns: new[] { "state", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_events_live_room_region_starts_at",
                table: "events_live_room",
                columns: new[] { "region", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "IX_events_live_room_state_starts_at",
                table: "events_live_room",
                columns: new[] { "state", "starts_at" });

            migrationBuilder.CreateIndex(
                name: "IX_events_live_seat_room_id",
                table: "events_live_seat",
                column: "room_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "events_interview");

            migrationBuilder.DropTable(
                name: "events_live_message");

            migrationBuilder.DropTable(
                name: "events_live_pin");

            migrationBuilder.DropTable(
                name: "events_live_room");

            migrationBuilder.DropTable(
                name: "events_live_seat");

            migrationBuilder.DropTable(
                name: "events_live_word");
        }
    }
}
