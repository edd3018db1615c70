using System.Globalization;
using SessionShare.Terminal.Fuzz;

var plan = FuzzPlan.Parse(args);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"seed {plan.Seed}: at least {plan.Inputs:n0} inputs and {plan.Bytes:n0} bytes"));
var run = new FuzzRun(plan);
try
{
    run.Run(said => Console.WriteLine(said));
    return 0;
}
catch (FuzzException failure)
{
    Console.WriteLine(failure.Message);
    return 1;
}
