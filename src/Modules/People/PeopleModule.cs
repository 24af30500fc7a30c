using Chunfeng.People.Contracts;
using Chunfeng.People.Lists;
using Chunfeng.People.Portal;
using Chunfeng.People.Register;
using Chunfeng.People.Roster;
using Chunfeng.People.Roster.Import;
using Chunfeng.People.Roster.Export;
using Chunfeng.Platform.Access;
using Chunfeng.Platform.Desk;
using Chunfeng.Platform.Jobs;
using Chunfeng.Platform.Modules;
using Chunfeng.Platform.Ui;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Chunfeng.People;

/// <summary>人员: the real-name register and everything dated about a person.</summary>
public sealed class PeopleModule : IModule
{
    public void AddServices(IServiceCollection services)
    {
        services.AddScoped<CreateDemo>();
        services.AddScoped<WriteDemoRoster>();
        services.AddScoped<BuildFacts>();
        services.AddScoped<ExportFacts>();
        services.AddScoped<ExportRoster>();
        services.AddScoped<RegisterLoad>();
        services.AddScoped<RotateKeys>();
        services.AddScoped<ImportRoster>();
        services.AddSingleton<ImportProgress>();
        services.AddScoped<ImportDesk>();
        services.AddJob<RosterImportJob, RosterImportInput>();
        services.AddJob<SweepImports, NoInput>();
        services.AddSchedule<SweepImports>("清理导入文件", SweepImports.Nightly);
        services.AddJob<FillTails, NoInput>();
        services.AddSchedule<FillTails>("补做后四位索引", FillTails.Nightly);
        services.AddJob<RosterExportJob, RosterExportInput>();
        services.AddJob<FullRosterExportJob, RosterExportInput>();
        services.AddScoped<AskForExport>();
        services.AddScoped<RegisterQuery>();
        services.AddScoped<PersonQuery>();
        services.AddScoped<NamedPeople>();
        services.AddScoped<FindPeople>();
        services.AddSingleton<CountPlaced>();
        services.AddScoped<ContactPeople>();
        services.AddScoped<ISeekers, Seekers>();
        services.AddScoped<IPersonLedger, PersonLedger>();
        services.AddScoped<ISearchSource, PeopleSearch>();
        services.AddScoped<RegisterAddress>();
        services.AddScoped<ExportRegisterList>();
        services.AddSingleton<ITodoSource, ImportTodo>();
        services.AddScoped<PortalVisitor>();
        services.AddScoped<WorkerPasses>();
        services.AddScoped<IWorkerPasses>(s => s.GetRequiredService<WorkerPasses>());
        services.AddSingleton<PassShelf>();
        services.AddScoped<MyRegistration>();
    }

    public void MapEndpoints(IEndpointRouteBuilder routes)
    {
        routes.MapImports();
        routes.MapRosterExport();
        routes.MapLists();
        routes.MapPortal();
    }

    public IReadOnlyList<NavItem> Portal => [new("登记", "/my/me")];

    public IReadOnlyList<NavRoom> Menu(Actor actor)
    {
        List<NavItem> pages = [];
        if (actor.May(Rights.PeopleRead))
        {
            pages.Add(new NavItem("劳动者", "/people"));
        }

        if (actor.May(Rights.PeopleImport))
        {
            pages.Add(new NavItem("名册导入", "/people/import"));
        }

        if (actor.May(Rights.PeopleExport))
        {
            pages.Add(new NavItem("名册导出", "/people/export"));
        }

        return pages.Count == 0 ? [] : [new NavRoom("人员", pages)];
    }
}
