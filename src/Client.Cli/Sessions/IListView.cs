using SessionShare.Client;
using SessionShare.Protocol;

namespace SessionShare.Cli.Sessions;

/// <summary>How lists are shown while they change.</summary>
internal interface IListView
{
    /// <summary>Something happened; <paramref name="now"/> is behind it.</summary>
    void Show(ListEvent happened, MySessions now);

    /// <summary>Nothing happened but time.</summary>
    void Aged(MySessions now)
    {
    }

    /// <summary>Nothing more comes.</summary>
    void End(MySessions now)
    {
    }
}
