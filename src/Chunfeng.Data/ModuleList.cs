using Chunfeng.Dispatch;
using Chunfeng.Employers;
using Chunfeng.Events;
using Chunfeng.Gigs;
using Chunfeng.Matching;
using Chunfeng.Network;
using Chunfeng.People;
using Chunfeng.Platform.Modules;

namespace Chunfeng.Data;

/// <summary>Every room of Chunfeng. To add a room, add a line.</summary>
public static class ModuleList
{
    public static IReadOnlyList<IModule> All { get; } = 
    [
        new PeopleModule(), new DispatchModule(), new EmployersModule(), new MatchingModule(), new EventsModule(), new GigsModule(), new NetworkModule(),
    ];
}
