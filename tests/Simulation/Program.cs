using System.CommandLine;
using System.Globalization;
using SessionShare.Simulation;

// Whole systems that replay from a seed, as a program: docs/decisions/0017-simulator.md. `dotnet test` runs a few.
var plans = new Option<int>("--plans") { Description = "How many plans.", DefaultValueFactory = _ => 1000 };
var steps = new Option<int>("--steps") { Description = "Steps of a plan.", DefaultValueFactory = _ => 200 };
var seed = new Option<int>("--seed") { Description = "Seed of the first plan; by default another at each run.", DefaultValueFactory = _ => Environment.TickCount & 0xFFFFFF };
var threads = new Option<int>("--threads") { Description = "Plans at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
var shrink = new Option<int>("--shrink") { Description = "Plans that fail to make shorter, at most a minute each.", DefaultValueFactory = _ => 5 };
var plain = new Option<bool>("--plain") { Description = "Plans in which nobody changes rights, drafts or pauses, as they once were." };
var trace = new Option<bool>("--trace") { Description = "Prints everything that happens." };
var which = new Argument<string>("plan") { Description = "A seed, or the file of a plan that failed." };

Command run = new("run", "Runs many plans; keeps those that fail.") { plans, steps, seed, threads, shrink, plain };
run.SetAction(parsed => new LongRun(parsed.GetValue(plans), parsed.GetValue(steps), parsed.GetValue(seed), parsed.GetValue(shrink), !parsed.GetValue(plain)).Run(Console.Out, parsed.GetValue(threads)));

Command replay = new("replay", "Runs one plan again.") { which, steps, plain, trace };
replay.SetAction(parsed =>
{
    var plan = int.TryParse(parsed.GetValue(which), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
        ? PlanMaker.Make(number, parsed.GetValue(steps), !parsed.GetValue(plain))
        : PlanFile.Read(parsed.GetValue(which)!).Plan;
    var pool = ThreadPool.CompletedWorkItemCount;
    var outcome = Simulator.Run(plan, parsed.GetValue(trace) ? Console.WriteLine : null);
    Console.WriteLine($"seed {plan.Seed}, {plan.Steps.Count} steps: {outcome.Seen ?? "everything holds"}");
    Console.WriteLine($"trace hash {outcome.Hash:x16}, {outcome.WorkItems:N0} work items, {outcome.Virtual} of virtual time in {outcome.Real.TotalMilliseconds:0} ms");
    Console.WriteLine($"{ThreadPool.CompletedWorkItemCount - pool} work items of the thread pool");
    return outcome.Broken is null ? 0 : 1;
});

return new RootCommand("Runs whole systems that replay from a seed.") { run, replay }.Parse(args).Invoke();
