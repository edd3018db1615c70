namespace SessionShare.Cli.Opening;

/// <summary>How a desktop is told who opens our links.</summary>
internal interface ILinkRegistration
{
    /// <summary>Where that is written down.</summary>
    string Place { get; }

    /// <summary>Registers a program, or registers it anew.</summary>
    void Add(string program, OpenPlace place);

    /// <returns>Whether there was something.</returns>
    bool Remove();
}
