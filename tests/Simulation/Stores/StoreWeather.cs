namespace SessionShare.Simulation;

/// <summary>How the stores do their work, by seed: in time, late, not at all, or without saying so.</summary>
internal sealed class StoreWeather(Machine machine, int seed)
{
    private readonly Random _random = new(seed);
    private StoreTrouble _trouble;
    private TimeSpan _until;

    private StoreTrouble Trouble => machine.Clock.Since < _until ? _trouble : StoreTrouble.None;

    public void Begin(StoreTrouble trouble, TimeSpan time) => (_trouble, _until) = (trouble, machine.Clock.Since + time);

    public void End() => _until = TimeSpan.Zero;

    /// <summary>Does an operation at the store's own pace; what its caller's process does meanwhile, or whether it still lives, makes no difference.</summary>
    public Task<T> Do<T>(string what, Func<T> act) => machine.Main.Start(async () =>
    {
        await machine.Clock.Delay(Late());
        if (Fails(StoreTrouble.Fails))
        {
            machine.Trace.Write($"{what}: not done");
            throw new IOException("The store can't be reached.");
        }

        var result = act();
        var late = Late();
        if (Fails(StoreTrouble.Lies))
        {
            machine.Trace.Write($"{what}: done, answered as failed");
            await machine.Clock.Delay(late);
            throw new IOException("The store did not answer.");
        }

        machine.Trace.Write(what);
        await machine.Clock.Delay(late);
        return result;
    });

    private bool Fails(StoreTrouble how)
    {
        var trouble = Trouble;
        if (trouble == how)
            return _random.Next(10) < (how == StoreTrouble.Fails ? 7 : 5);
        return trouble == StoreTrouble.Everything && _random.Next(10) < 3;
    }

    private TimeSpan Late()
    {
        var isSlow = Trouble is StoreTrouble.Slow or StoreTrouble.Everything && _random.Next(3) > 0;
        return TimeSpan.FromMilliseconds(isSlow ? _random.Next(10, 1000) : _random.Next(4) == 0 ? _random.Next(1, 8) : 0);
    }
}
