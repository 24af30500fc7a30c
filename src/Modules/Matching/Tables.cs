using Chunfeng.Matching.Referrals;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Matching;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<Referral> Referrals() => db.Set<Referral>();
        public DbSet<ReferralStep> ReferralSteps() => db.Set<ReferralStep>();
        public DbSet<RetentionCheck> RetentionChecks() => db.Set<RetentionCheck>();
    }
}
