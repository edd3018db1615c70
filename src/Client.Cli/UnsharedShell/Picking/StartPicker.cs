using SessionShare.Cli.Panels;
using SessionShare.Cli.UnsharedShell.History;
using SessionShare.Protocol;

namespace SessionShare.Cli.UnsharedShell.Picking;

/// <summary>The choice of where sharing begins: which line is chosen, and what keys do. Drawn by <see cref="PickerPage"/>.</summary>
internal sealed class StartPicker
{
    private int _chosen;

    /// <param name="choices">At least one.</param>
    /// <param name="link">What anyone with the link may do at first.</param>
    public StartPicker(IReadOnlyList<StartChoice> choices, Role link)
    {
        (Choices, Link) = (choices, link);
        _chosen = Math.Max(0, Next(-1, 1));
    }

    public IReadOnlyList<StartChoice> Choices { get; }

    /// <summary>The index of the chosen line.</summary>
    public int At => _chosen;

    /// <summary>What anyone with the link may do.</summary>
    public Role Link { get; private set; }

    /// <summary>The chosen point; null where none can be chosen.</summary>
    public StartChoice? Choice => Choices[_chosen] is { WhyNot: null } choice ? choice : null;

    /// <summary>Takes a key.</summary>
    public Picked Take(Key key)
    {
        if (key.Name == KeyName.Up || key.Is('k') || key.IsControl('p'))
            Move(-1);
        else if (key.Name == KeyName.Down || key.Is('j') || key.IsControl('n'))
            Move(1);
        else if (key.Is('l'))
            Link = Link switch { Role.None => Role.View, Role.View => Role.Edit, _ => Role.None };
        else if (key.Name == KeyName.Enter || key.IsControl('j'))
            return Choice is null ? Picked.NotYet : Picked.Chosen;
        else if (key.Name == KeyName.Escape || key.IsControl('c') || key.Is('q'))
            return Picked.Nothing;
        return Picked.NotYet;
    }

    private void Move(int by)
    {
        if (Next(_chosen, by) is var next and >= 0)
            _chosen = next;
    }

    /// <summary>The next line that can be chosen; -1: there is none.</summary>
    private int Next(int from, int by)
    {
        for (var at = from + by; at >= 0 && at < Choices.Count; at += by)
        {
            if (Choices[at].WhyNot is null)
                return at;
        }
        return -1;
    }
}

internal enum Picked
{
    /// <summary>The person still chooses.</summary>
    NotYet,

    /// <summary><see cref="StartPicker.Choice"/>.</summary>
    Chosen,

    /// <summary>They want none.</summary>
    Nothing,
}
