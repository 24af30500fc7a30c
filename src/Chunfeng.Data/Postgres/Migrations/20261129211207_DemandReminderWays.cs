using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class DemandReminderWays : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "PK_employers_demand_reminder",
                table: "employers_demand_reminder");

            migrationBuilder.AddColumn<short>(
                name: "way",
                table: "employers_demand_reminder",
                type: "smallint",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "employers_demand_reminder",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddPrimaryKey(
                name: "PK_employers_demand_reminder",
                table: "employers_demand_reminder",
                columns: new[] { "round_id", "employer_id", "on", "way" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // the key without the way has room for one a day: of several ways the highest stays, the one the lists show first
            migrationBuilder.Sql("""
                DELETE FROM employers_demand_reminder AS r WHERE EXISTS (
                    SELECT 1 FROM employers_demand_reminder AS other
                    WHERE other.round_id = r.round_id AND other.employer_id = r.employer_id AND other."on" = r."on" AND other.way > r.way)
                """);

            migrationBuilder.DropPrimaryKey(
                name: "PK_employers_demand_reminder",
                table: "employers_demand_reminder");

            migrationBuilder.DropColumn(
                name: "way",
                table: "employers_demand_reminder");

            migrationBuilder.DropColumn(
                name: "note",
                table: "employers_demand_reminder");

            migrationBuilder.AddPrimaryKey(
                name: "PK_employers_demand_reminder",
                table: "employers_demand_reminder",
                columns: new[] { "round_id", "employer_id", "on" });
        }
    }
}
