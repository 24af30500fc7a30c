using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Sqlite.Migrations
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
                type: "INTEGER",
                nullable: false,
                defaultValue: (short)0);

            migrationBuilder.AddColumn<string>(
                name: "note",
                table: "employers_demand_reminder",
                type: "TEXT",
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
