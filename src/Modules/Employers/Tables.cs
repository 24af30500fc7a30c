using Chunfeng.Employers.Demand;
using Chunfeng.Employers.Guarantee;
using Chunfeng.Employers.Intake;
using Chunfeng.Employers.Policies;
using Chunfeng.Employers.Register;
using Chunfeng.Employers.Standing;
using Chunfeng.Employers.Vacancies;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Employers;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<Employer> Employers() => db.Set<Employer>();
        public DbSet<Posting> Postings() => db.Set<Posting>();
        public DbSet<PostingStep> PostingSteps() => db.Set<PostingStep>();
        public DbSet<PostingFill> PostingFills() => db.Set<PostingFill>();
        public DbSet<Zone> Zones() => db.Set<Zone>();
        public DbSet<ZoneMember> ZoneMembers() => db.Set<ZoneMember>();
        public DbSet<ServiceVisit> ServiceVisits() => db.Set<ServiceVisit>();
        public DbSet<HeadCount> HeadCounts() => db.Set<HeadCount>();
        public DbSet<ConductEntry> ConductEntries() => db.Set<ConductEntry>();
        public DbSet<Hire> Hires() => db.Set<Hire>();
        public DbSet<VacancyFile> VacancyFiles() => db.Set<VacancyFile>();
        public DbSet<DemandRound> DemandRounds() => db.Set<DemandRound>();
        public DbSet<DemandAnswer> DemandAnswers() => db.Set<DemandAnswer>();
        public DbSet<DemandLine> DemandLines() => db.Set<DemandLine>();
        public DbSet<DemandReminder> DemandReminders() => db.Set<DemandReminder>();
        public DbSet<PolicyStep> PolicySteps() => db.Set<PolicyStep>();
    }
}
