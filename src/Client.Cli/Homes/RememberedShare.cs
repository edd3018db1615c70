namespace SessionShare.Cli.Homes;

/// <summary>A share of this home that has not ended as far as the home knows. shares/SESSION.json.</summary>
/// <param name="Session">The session's id.</param>
/// <param name="Title">Its title.</param>
/// <param name="Servers">Addresses of its server; null: the home's own.</param>
/// <param name="SharedAt">When that process began to share it, UTC.</param>
/// <param name="Process">Number of the process that shares it.</param>
/// <param name="Holder">Tells that process's share from every other one of the same session.</param>
/// <param name="Approve">The sharer is asked before others run something.</param>
internal sealed record RememberedShare(string Session, string Title, IReadOnlyList<Uri>? Servers, DateTimeOffset SharedAt, int Process, string Holder, bool Approve = false);
