using SessionShare.Protocol;

namespace SessionShare.Grains.Sessions;

/// <summary>What somebody may want to do in a session. docs/security.md has the same table; a test compares the two.</summary>
internal enum Deed
{
    /// <summary>See the screen, the history, the blocks and the roster; leave.</summary>
    Watch,

    /// <summary>Ask for a higher role, and take that back.</summary>
    AskForRole,

    /// <summary>Type into the terminal.</summary>
    Type,

    /// <summary>Show a selection, a cursor and what one follows. Only who may edit the draft shows a cursor in it, and that they type.</summary>
    ShowPresence,

    /// <summary>Edit the draft.</summary>
    EditDraft,

    /// <summary>Run the draft.</summary>
    Run,

    /// <summary>Tell the size of the own terminal.</summary>
    TellSize,

    /// <summary>Give an own higher role back.</summary>
    HandBack,

    /// <summary>See the rules, with the addresses of the invited and the link.</summary>
    SeeAccess,

    /// <summary>Change the rules; grant or refuse what is asked for; revoke; remove.</summary>
    ChangeAccess,

    /// <summary>Share on, append, end.</summary>
    Share,

    /// <summary>Stop the session from elsewhere.</summary>
    Stop,

    /// <summary>Delete the session with its history.</summary>
    Delete,
}

/// <summary>The one table of who may do what.</summary>
internal static class Permissions
{
    /// <summary>The lowest role that may; null: the sharer alone.</summary>
    public static Role? LowestRole(Deed deed) => deed switch
    {
        Deed.Watch => Role.View,
        Deed.AskForRole => Role.View,
        Deed.Type => Role.Edit,
        Deed.ShowPresence => Role.View,
        Deed.EditDraft => Role.Edit,
        Deed.Run => Role.Edit,
        Deed.TellSize => Role.Edit,
        Deed.HandBack => Role.Edit,
        Deed.SeeAccess => Role.Manage,
        Deed.ChangeAccess => Role.Manage,
        Deed.Share or Deed.Stop or Deed.Delete => null,
        _ => throw new ArgumentOutOfRangeException(nameof(deed), deed, "A deed without a row."),
    };

    /// <summary>Whether a role may. The sharer, as the one who is signed in and not as one device among the participants, may everything.</summary>
    public static bool May(Deed deed, Role role, bool isSharer = false) => isSharer || (LowestRole(deed) is { } lowest && role >= lowest);

    /// <summary>Null when the role may; else what is answered: who has no access hears of no session.</summary>
    public static RefusalValue? Refuse(Deed deed, Role role, bool isSharer = false) =>
        May(deed, role, isSharer) ? null : RefusalValue.Of(role == Role.None ? Reason.UnknownOrForbidden : Reason.RoleTooLow);
}
