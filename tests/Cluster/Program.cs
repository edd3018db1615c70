using System.CommandLine;
using SessionShare.Cluster;

// The drills as a program, for a person: docs/operations.md, A drill. `dotnet test` runs short ones.
var duration = new Option<TimeSpan>("--duration") { Description = "How long output runs while processes are killed, hh:mm:ss.", DefaultValueFactory = _ => TimeSpan.FromMinutes(1) };
var rate = new Option<long>("--rate") { Description = "Bytes of output a minute.", DefaultValueFactory = _ => 5_000_000 };
var viewers = new Option<int>("--viewers") { Description = "Raw viewers.", DefaultValueFactory = _ => 3 };
var patience = new Option<TimeSpan>("--patience") { Description = "How long a recovery may take, hh:mm:ss.", DefaultValueFactory = _ => TimeSpan.FromSeconds(5) };
var sessions = new Option<int>("--sessions") { Description = "Sessions to spread.", DefaultValueFactory = _ => 1000 };

Command kill = new("kill", "kill -9 of the owning silo, gateway 1 and gateway 2 in turn.") { duration, rate, viewers, patience };
kill.SetAction((parsed, _) => DrillOf(parsed).Kill(parsed.GetValue(duration)));
Command roll = new("roll", "SIGTERM of every silo and gateway in turn.") { rate, viewers, patience };
roll.SetAction((parsed, _) => DrillOf(parsed).Roll());
Command starve = new("starve", "The owning silo gets no CPU for a while.") { duration, rate, viewers };
starve.SetAction((parsed, _) => DrillOf(parsed).Starve(parsed.GetValue(duration)));
Command place = new("place", "How sessions are spread over two and over three silos.") { sessions };
place.SetAction(async (parsed, _) =>
{
    await DrillOf(parsed).Place(2, parsed.GetValue(sessions));
    await DrillOf(parsed).Place(3, parsed.GetValue(sessions));
});
return await new RootCommand("Drills of a SessionShare cluster on this machine.") { kill, roll, starve, place }.Parse(args).InvokeAsync();

Drill DrillOf(ParseResult parsed) => new(Console.Out)
{
    BytesPerMinute = parsed.GetResult(rate) is null ? 5_000_000 : parsed.GetValue(rate),
    Viewers = parsed.GetResult(viewers) is null ? 3 : parsed.GetValue(viewers),
    Patience = parsed.GetResult(patience) is null ? TimeSpan.FromSeconds(5) : parsed.GetValue(patience),
};
