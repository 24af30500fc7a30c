using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class GigsAndNetwork : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "gigs_dispute",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dispute_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    kind = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    owed_fen = table.Column<long>(type: "bigint", nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    side = table.Column<short>(type: "smallint", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: true),
                    settled_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    outcome = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_dispute", x => new { x.worker_id, x.dispute_id });
                });

            migrationBuilder.CreateTable(
                name: "gigs_employer",
                columns: table => new
                {
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    shown_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    credit = table.Column<string>(type: "character varying(18)", maxLength: 18, nullable: false),
                    name_cipher = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_cipher = table.Column<byte[]>(type: "bytea", nullable: false),
                    phone_blind = table.Column<long>(type: "bigint", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    checked_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    checked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    stars = table.Column<int>(type: "integer", nullable: false),
                    ratings = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_employer", x => x.employer_id);
                });

            migrationBuilder.CreateTable(
                name: "gigs_market",
                columns: table => new
                {
                    market_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    kind = table.Column<short>(type: "smallint", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    unit_id = table.Column<Guid>(type: "uuid", nullable: true),
                    address = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    phone = table.Column<string>(type: "character varying(30)", maxLength: 30, nullable: false),
                    hours = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    capacity = table.Column<int>(type: "integer", nullable: false),
                    services = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    areas = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    is_open = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_market", x => x.market_id);
                });

            migrationBuilder.CreateTable(
                name: "gigs_market_day",
                columns: table => new
                {
                    market_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    last_number = table.Column<int>(type: "integer", nullable: false),
                    last_turn = table.Column<int>(type: "integer", nullable: false),
                    last_slip = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_market_day", x => new { x.market_id, x.day });
                });

            migrationBuilder.CreateTable(
                name: "gigs_payment",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    payment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fen = table.Column<long>(type: "bigint", nullable: false),
                    method = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    side = table.Column<short>(type: "smallint", nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_payment", x => new { x.worker_id, x.payment_id });
                });

            migrationBuilder.CreateTable(
                name: "gigs_place",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    market_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    employer_unit = table.Column<Guid>(type: "uuid", nullable: true),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    masked_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    way = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    offered_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    answer_by = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    taken_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    arrived_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    arrived_side = table.Column<short>(type: "smallint", nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: true),
                    stated_side = table.Column<short>(type: "smallint", nullable: false),
                    evidence = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    done_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    slip = table.Column<int>(type: "integer", nullable: false),
                    amount_fen = table.Column<long>(type: "bigint", nullable: false),
                    paid_fen = table.Column<long>(type: "bigint", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    spell_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_place", x => new { x.worker_id, x.place_id });
                });

            migrationBuilder.CreateTable(
                name: "gigs_post",
                columns: table => new
                {
                    post_id = table.Column<Guid>(type: "uuid", nullable: false),
                    market_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    employer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    employer_name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    employer_unit = table.Column<Guid>(type: "uuid", nullable: true),
                    trade = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    title = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    detail = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    place = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    starts_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ends_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    pay_unit = table.Column<short>(type: "smallint", nullable: false),
                    pay_fen = table.Column<long>(type: "bigint", nullable: false),
                    piece_name = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    places = table.Column<int>(type: "integer", nullable: false),
                    held = table.Column<int>(type: "integer", nullable: false),
                    dangers = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    ways = table.Column<short>(type: "smallint", nullable: false),
                    state = table.Column<short>(type: "smallint", nullable: false),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    submitted_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    submitted_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    checked_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    checked_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_post", x => x.post_id);
                });

            migrationBuilder.CreateTable(
                name: "gigs_presence",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    market_id = table.Column<Guid>(type: "uuid", nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    turn = table.Column<int>(type: "integer", nullable: false),
                    trades = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    masked_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    way = table.Column<short>(type: "smallint", nullable: false),
                    signed_in_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    left_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    declines = table.Column<int>(type: "integer", nullable: false),
                    absences = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_presence", x => new { x.worker_id, x.day });
                });

            migrationBuilder.CreateTable(
                name: "gigs_rating",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    place_id = table.Column<Guid>(type: "uuid", nullable: false),
                    side = table.Column<short>(type: "smallint", nullable: false),
                    stars = table.Column<short>(type: "smallint", nullable: false),
                    text = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    login = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_rating", x => new { x.worker_id, x.place_id, x.side });
                });

            migrationBuilder.CreateTable(
                name: "gigs_service_day",
                columns: table => new
                {
                    market_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<DateOnly>(type: "date", nullable: false),
                    service = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    region = table.Column<long>(type: "bigint", nullable: false),
                    times = table.Column<int>(type: "integer", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_service_day", x => new { x.market_id, x.day, x.service });
                });

            migrationBuilder.CreateTable(
                name: "gigs_worker",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "uuid", nullable: false),
                    masked_name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    born_on = table.Column<DateOnly>(type: "date", nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    trades = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    joined_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    declines = table.Column<int>(type: "integer", nullable: false),
                    absences = table.Column<int>(type: "integer", nullable: false),
                    done = table.Column<int>(type: "integer", nullable: false),
                    stars = table.Column<int>(type: "integer", nullable: false),
                    ratings = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_gigs_worker", x => x.worker_id);
                });

            migrationBuilder.CreateTable(
                name: "network_agreement",
                columns: table => new
                {
                    agreement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    home = table.Column<long>(type: "bigint", nullable: false),
                    partner = table.Column<long>(type: "bigint", nullable: false),
                    our_party = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    their_party = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    signed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    note = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    renews = table.Column<Guid>(type: "uuid", nullable: true),
                    ended_on = table.Column<DateOnly>(type: "date", nullable: true),
                    end_reason = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    recorded_at = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_network_agreement", x => x.agreement_id);
                });

            migrationBuilder.CreateTable(
                name: "network_offer",
                columns: table => new
                {
                    agreement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offer_id = table.Column<Guid>(type: "uuid", nullable: false),
                    offered_on = table.Column<DateOnly>(type: "date", nullable: false),
                    occupation = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    posts = table.Column<int>(type: "integer", nullable: false),
                    evidence = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_network_offer", x => new { x.agreement_id, x.offer_id });
                });

            migrationBuilder.CreateTable(
                name: "network_promise",
                columns: table => new
                {
                    agreement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    promise_id = table.Column<Guid>(type: "uuid", nullable: false),
                    occupation = table.Column<string>(type: "character varying(60)", maxLength: 60, nullable: false),
                    industry = table.Column<string>(type: "character varying(10)", maxLength: 10, nullable: false),
                    from = table.Column<DateOnly>(type: "date", nullable: false),
                    to = table.Column<DateOnly>(type: "date", nullable: false),
                    posts = table.Column<int>(type: "integer", nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_network_promise", x => new { x.agreement_id, x.promise_id });
                });

            migrationBuilder.CreateTable(
                name: "network_review",
                columns: table => new
                {
                    agreement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    review_id = table.Column<Guid>(type: "uuid", nullable: false),
                    reviewed_on = table.Column<DateOnly>(type: "date", nullable: false),
                    reviewer = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    verdict = table.Column<short>(type: "smallint", nullable: false),
                    finding = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    recorded_by = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_network_review", x => new { x.agreement_id, x.review_id });
                });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_dispute_region_at",
                table: "gigs_dispute",
                columns: new[] { "region", "at" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_employer_phone_blind",
                table: "gigs_employer",
                column: "phone_blind");

            migrationBuilder.CreateIndex(
                name: "IX_gigs_employer_region_employer_id",
                table: "gigs_employer",
                columns: new[] { "region", "employer_id" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_employer_unit_id",
                table: "gigs_employer",
                column: "unit_id");

            migrationBuilder.CreateIndex(
                name: "IX_gigs_market_region_market_id",
                table: "gigs_market",
                columns: new[] { "region", "market_id" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_place_market_id_day",
                table: "gigs_place",
                columns: new[] { "market_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_place_post_id",
                table: "gigs_place",
                column: "post_id");

            migrationBuilder.CreateIndex(
                name: "IX_gigs_place_region_day",
                table: "gigs_place",
                columns: new[] { "region", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_post_employer_unit",
                table: "gigs_post",
                column: "employer_unit");

            migrationBuilder.CreateIndex(
                name: "IX_gigs_post_market_id_day",
                table: "gigs_post",
                columns: new[] { "market_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_post_region_day",
                table: "gigs_post",
                columns: new[] { "region", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_presence_market_id_day",
                table: "gigs_presence",
                columns: new[] { "market_id", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_presence_region_day",
                table: "gigs_presence",
                columns: new[] { "region", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_gigs_service_day_region_day",
                table: "gigs_service_day",
                columns: new[] { "region", "day" });

            migrationBuilder.CreateIndex(
                name: "IX_network_agreement_home_ends_on",
                table: "network_agreement",
                columns: new[] { "home", "ends_on" });

            migrationBuilder.CreateIndex(
                name: "IX_network_agreement_renews",
                table: "network_agreement",
                column: "renews",
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "gigs_dispute");

            migrationBuilder.DropTable(
                name: "gigs_employer");

            migrationBuilder.DropTable(
                name: "gigs_market");

            migrationBuilder.DropTable(
                name: "gigs_market_day");

            migrationBuilder.DropTable(
                name: "gigs_payment");

            migrationBuilder.DropTable(
                name: "gigs_place");

            migrationBuilder.DropTable(
                name: "gigs_post");

            migrationBuilder.DropTable(
                name: "gigs_presence");

            migrationBuilder.DropTable(
                name: "gigs_rating");

            migrationBuilder.DropTable(
                name: "gigs_service_day");

            migrationBuilder.DropTable(
                name: "gigs_worker");

            migrationBuilder.DropTable(
                name: "network_agreement");

            migrationBuilder.DropTable(
                name: "network_offer");

            migrationBuilder.DropTable(
                name: "network_promise");

            migrationBuilder.DropTable(
                name: "network_review");
        }
    }
}
