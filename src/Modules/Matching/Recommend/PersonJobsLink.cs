using Chunfeng.People.Contracts;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Ui;

namespace Chunfeng.Matching.Recommend;

/// <summary>From a person's page to what suits them.</summary>
internal sealed class PersonJobsLink : IPersonLinks
{
    public IEnumerable<NavItem> For(Guid workerId, Actor actor) => actor.May(Rights.MatchingRead) ? [new NavItem("推荐岗位", $"/matching/people/{workerId}")] : [];
}
