using SessionShare.Terminal;

namespace SessionShare.Cli.Sharing;

/// <summary>How well the blocks of a run are known.</summary>
internal enum BlockQuality
{
    /// <summary>The whole run is one block: nobody tells where its commands are.</summary>
    None,

    /// <summary>By standard marks of a shell, with a command line where they have one. Any output could hold such marks.</summary>
    Basic,

    /// <summary>By our own marks, which nothing but the shell can make: exact command lines, directories and exit codes.</summary>
    Rich,
}

/// <summary>
/// Decides whose word makes blocks: our own marks alone from the first one on, standard marks where there are none of ours, else the whole run is one.
/// </summary>
/// <param name="blocks">What is made.</param>
/// <param name="startRun">Starts the block of the whole run.</param>
/// <param name="integrated">The shell was started with our integration.</param>
/// <param name="tell">Is told the quality when it is known, and when it changes.</param>
internal sealed class CommandBlocksSource(CommandBlocks blocks, Action startRun, bool integrated, TimeProvider time, Action<BlockQuality> tell)
{
    /// <summary>A shell that has not made a mark of ours after so long, with output still coming, is taken for one that makes none.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly CommandBlocksByHint _hinted = new(blocks);
    private readonly long _since = time.GetTimestamp();
    private BlockQuality? _quality;

    /// <summary>Whether standard marks are to be looked for.</summary>
    public bool HearsHints => _quality != BlockQuality.Rich;

    /// <summary>Whether <see cref="TextShown"/> wants to know of the next text.</summary>
    public bool AwaitsText => HearsHints && _hinted.AwaitsText;

    /// <summary>The program runs.</summary>
    public void Begin()
    {
        if (!integrated)
            Run();
    }

    /// <summary>Output is about to be passed on.</summary>
    public void OutputComes()
    {
        if (_quality is null && time.GetElapsedTime(_since) > Patience)
            Run();
    }

    public void Take(ShellMark mark)
    {
        if (mark is ShellTooOld)
        {
            if (_quality is null)
                Run();
            return;
        }
        Become(BlockQuality.Rich);
        blocks.Take(mark);
    }

    public void Take(ShellHint hint)
    {
        if (!HearsHints)
            return;
        if (hint is ShellHint.Prompt or ShellHint.Start)
            Become(BlockQuality.Basic);
        _hinted.Take(hint);
    }

    public void TextShown() => _hinted.TextShown();

    private void Run()
    {
        startRun();
        _quality = BlockQuality.None;
        tell(BlockQuality.None);
    }

    /// <summary>Better marks end whatever the worse ones had begun.</summary>
    private void Become(BlockQuality quality)
    {
        if (_quality == quality)
            return;
        blocks.End(null);
        _quality = quality;
        tell(quality);
    }
}
