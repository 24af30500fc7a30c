using Chunfeng.Network.Agreements;
using Chunfeng.Platform.Data;
using Microsoft.EntityFrameworkCore;

namespace Chunfeng.Network;

/// <summary>This room's view of the database.</summary>
internal static class Tables
{
    extension(ChunfengDb db)
    {
        public DbSet<Agreement> Agreements() => db.Set<Agreement>();
        public DbSet<AgreementPromise> AgreementPromises() => db.Set<AgreementPromise>();
        public DbSet<AgreementOffer> AgreementOffers() => db.Set<AgreementOffer>();
        public DbSet<AgreementReview> AgreementReviews() => db.Set<AgreementReview>();
    }
}
