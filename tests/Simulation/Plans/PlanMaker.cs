namespace SessionShare.Simulation;

/// <summary>Makes a plan of a seed.</summary>
internal static class PlanMaker
{
    private static readonly (Do Do, int Weight)[] Weights =
    [
        (Do.Share, 2), (Do.Output, 70), (Do.Resize, 6), (Do.BlockStart, 7), (Do.BlockEnd, 6), (Do.Join, 16), (Do.Leave, 6), (Do.Type, 26), (Do.TellSize, 3),
        (Do.Stall, 4), (Do.Go, 4), (Do.CutSharer, 9), (Do.CutViewer, 11), (Do.KillGateway, 3), (Do.LeaveGateway, 2), (Do.Crash, 7), (Do.CrashQuota, 1),
        (Do.Forget, 4), (Do.Fence, 3), (Do.Trouble, 7), (Do.Pass, 6), (Do.TakeOver, 1), (Do.Restart, 2), (Do.End, 1),
    ];

    /// <summary>What people do with each other, beside all that.</summary>
    private static readonly (Do Do, int Weight)[] Together =
        [.. Weights, (Do.Grant, 8), (Do.Revoke, 6), (Do.EditDraft, 24), (Do.RunDraft, 5), (Do.Show, 10), (Do.Pause, 4)];

    /// <param name="seed">Of the plan, and of everything that is left to chance in it.</param>
    /// <param name="steps">How many.</param>
    /// <param name="together">Rights change, drafts are edited and run, people show what they see, sharers pause. Without: the plan that this seed has always been.</param>
    public static Plan Make(int seed, int steps, bool together = true)
    {
        var random = new Random(seed);
        var made = new List<Step> { new(Do.Share, 0, 0, 0, random.Next(200)) };
        while (made.Count < steps)
            made.Add(Next(random, together ? Together : Weights));
        return new Plan(seed, made);
    }

    private static Step Next(Random random, (Do Do, int Weight)[] weights)
    {
        var act = Pick(random, weights);
        var size = act switch
        {
            Do.Output => random.Next(20) switch
            {
                0 => random.Next(20_000, 150_000),
                < 4 => random.Next(1000, 8000),
                _ => random.Next(1, 200),
            },
            Do.Type => random.Next(30) == 0 ? random.Next(15_000, 40_000) : random.Next(20),
            Do.Join => random.Next(3) == 0 ? random.Next(1, 300) : 0,
            Do.Pass => random.Next(6) == 0 ? random.Next(30_000, 150_000) : random.Next(100, 10_000),
            Do.Trouble => random.Next(200, 12_000),
            Do.KillGateway or Do.LeaveGateway or Do.Forget => random.Next(10, 6000),
            _ => random.Next(1000),
        };
        // Many things at once, then a breath.
        var wait = random.Next(10) switch
        {
            < 4 => 0,
            < 9 => random.Next(1, 100),
            _ => random.Next(100, 1500),
        };
        return new Step(act, random.Next(1000), random.Next(1000), size, wait);
    }

    private static Do Pick(Random random, (Do Do, int Weight)[] weights)
    {
        var at = random.Next(weights.Sum(weight => weight.Weight));
        foreach (var (act, weight) in weights)
        {
            if ((at -= weight) < 0)
                return act;
        }

        return Do.Pass;
    }
}
