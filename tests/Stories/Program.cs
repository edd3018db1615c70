using System.CommandLine;
using SessionShare.Stories;

// The drills as a program, for a person: docs/operations.md, A drill. `dotnet test` runs short ones.
var cuts = new Option<int>("--cuts") { Description = "Connections to cut.", DefaultValueFactory = _ => 1000 };
var kills = new Option<int>("--kills") { Description = "kill -9 of the server.", DefaultValueFactory = _ => 100 };
var seed = new Option<int>("--seed") { Description = "What is cut and when; a new one by default.", DefaultValueFactory = _ => Random.Shared.Next() };
var programs = new Option<string>("--programs") { Description = "Folder of the server program; those of the tests by default.", DefaultValueFactory = _ => AppContext.BaseDirectory };

Command cut = new("cuts", "One session, its connections cut and its server killed at random moments; every byte is compared.") { cuts, kills, seed, programs };
cut.SetAction(async (parsed, _) =>
{
    TestServer.Programs = Path.GetFullPath(parsed.GetValue(programs)!);
    await using var drill = new Cuts(Console.Out, parsed.GetValue(seed));
    await drill.Run(parsed.GetValue(cuts), parsed.GetValue(kills));
});

var duration = new Option<TimeSpan>("--duration") { Description = "How long storage does not work, hh:mm:ss.", DefaultValueFactory = _ => TimeSpan.FromMinutes(1) };

Command storage = new("storage", "Storage stands still, then fails: SQLite, then PostgreSQL.") { duration, programs };
storage.SetAction(async (parsed, _) =>
{
    TestServer.Programs = Path.GetFullPath(parsed.GetValue(programs)!);
    foreach (var store in (string[])["Sqlite", "Postgres"])
    {
        foreach (var fails in (bool[])[false, true])
            await new Outage(Console.Out).Run(store, fails, parsed.GetValue(duration));
    }
});
return await new RootCommand("Drills of one SessionShare server on this machine.") { cut, storage }.Parse(args).InvokeAsync();
