using Chunfeng.Events.Campaigns;
using Chunfeng.Events.Fairs;
using Chunfeng.Events.Rule5511;
using Chunfeng.Events.SignIns;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Events;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<Fair> Fairs() => db.Set<Fair>();
        public DbSet<FairStep> FairSteps() => db.Set<FairStep>();
        public DbSet<FairEmployer> FairEmployers() => db.Set<FairEmployer>();
        public DbSet<FairVacancy> FairVacancies() => db.Set<FairVacancy>();
        public DbSet<FairCheck> FairChecks() => db.Set<FairCheck>();
        public DbSet<FairPromotion> FairPromotions() => db.Set<FairPromotion>();
        public DbSet<SignIn> SignIns() => db.Set<SignIn>();
        public DbSet<Intent> Intents() => db.Set<Intent>();
        public DbSet<Campaign> Campaigns() => db.Set<Campaign>();
        public DbSet<CampaignAction> CampaignActions() => db.Set<CampaignAction>();
        public DbSet<CampaignActionStep> CampaignActionSteps() => db.Set<CampaignActionStep>();
        public DbSet<CampaignPerson> CampaignPeople() => db.Set<CampaignPerson>();
        public DbSet<Chase> Chases() => db.Set<Chase>();
    }
}
