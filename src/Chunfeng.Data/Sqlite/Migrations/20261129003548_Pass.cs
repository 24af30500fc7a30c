using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Chunfeng.Data.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Pass : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "people_pass",
                columns: table => new
                {
                    worker_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    pass_id = table.Column<Guid>(type: "TEXT", nullable: false),
                    secret_hash = table.Column<byte[]>(type: "BLOB", nullable: false),
                    issued_at = table.Column<DateTime>(type: "TEXT", nullable: false),
                    issued_by = table.Column<string>(type: "TEXT", maxLength: 50, nullable: false),
                    last_day = table.Column<DateOnly>(type: "TEXT", nullable: false),
                    last_used_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    ended_at = table.Column<DateTime>(type: "TEXT", nullable: true),
                    failures = table.Column<int>(type: "INTEGER", nullable: false),
                    version = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_people_pass", x => new { x.worker_id, x.pass_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "people_pass");
        }
    }
}
