using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class LastFours : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<short>(
                name: "id_tail",
                table: "people_worker",
                type: "smallint",
                nullable: true);

            migrationBuilder.AddColumn<short>(
                name: "phone_tail",
                table: "people_worker",
                type: "smallint",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_id_tail_home",
                table: "people_worker",
                columns: new[] { "id_tail", "home" });

            migrationBuilder.CreateIndex(
                name: "IX_people_worker_phone_tail_home",
                table: "people_worker",
                columns: new[] { "phone_tail", "home" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_people_worker_id_tail_home",
                table: "people_worker");

            migrationBuilder.DropIndex(
                name: "IX_people_worker_phone_tail_home",
                table: "people_worker");

            migrationBuilder.DropColumn(
                name: "id_tail",
                table: "people_worker");

            migrationBuilder.DropColumn(
                name: "phone_tail",
                table: "people_worker");
        }
    }
}
