using Chunfeng.People.Register;
using Chunfeng.People.Roster;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.People;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<Worker> Workers() => db.Set<Worker>();
        public DbSet<WorkerPast> WorkersPast() => db.Set<WorkerPast>();
        public DbSet<WorkSpell> WorkSpells() => db.Set<WorkSpell>();
        public DbSet<StatusSpell> StatusSpells() => db.Set<StatusSpell>();
        public DbSet<LedgerEntry> LedgerEntries() => db.Set<LedgerEntry>();
        public DbSet<RosterImport> Imports() => db.Set<RosterImport>();
        public DbSet<RosterIssue> ImportIssues() => db.Set<RosterIssue>();
    }
}
