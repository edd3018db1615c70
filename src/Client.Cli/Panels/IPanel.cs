using SessionShare.Cli.Painting;
using SessionShare.Protocol;

namespace SessionShare.Cli.Panels;

/// <summary>Something of ours over the bottom rows of the terminal, which takes the keys while it is open. Called by one thread at a time, never while the screen is being drawn.</summary>
internal interface IPanel
{
    /// <summary>How it looks.</summary>
    /// <param name="room">All rows that it may take, and the columns.</param>
    Look Draw(TerminalSize room);

    /// <summary>Takes a key. False: it is left.</summary>
    bool Take(Key key);
}
