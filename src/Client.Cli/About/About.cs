namespace SessionShare.Cli.About;

/// <summary>What `sessionshare` alone says.</summary>
internal static class About
{
    public const string Text = """
        SessionShare shares a live terminal with colleagues, who watch in a terminal or a browser.

          sessionshare share                    share a new shell and print its link; exit ends it
          sessionshare share -- make test       share one command
          sessionshare join LINK                watch a session here       open LINK   ... in the browser
          sessionshare ls                       my and others' sessions    stop ID     stop sharing one
          sessionshare whoami                   who I am                   login       be somebody else
          sessionshare serve                    run a server for others

        Nobody gets in but who is invited: share --allow ana@example.com, or share --link view.
        sessionshare COMMAND --help tells more; docs/cli.md tells all.
        """;
}
