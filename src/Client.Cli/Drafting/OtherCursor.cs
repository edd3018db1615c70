using SessionShare.Protocol;

namespace SessionShare.Cli.Drafting;

/// <summary>Where somebody else is in the draft.</summary>
/// <param name="Person">Who.</param>
/// <param name="Anchor">Where their selection began, in UTF-16 units of the text shown here.</param>
/// <param name="Head">Their cursor.</param>
/// <param name="Typing">They type just now.</param>
internal sealed record OtherCursor(Person Person, int Anchor, int Head, bool Typing);
