using System.CommandLine;
using System.CommandLine.Invocation;
using SessionShare.Cli.About;
using SessionShare.Cli.Access;
using SessionShare.Cli.Accounts;
using SessionShare.Cli.Administering;
using SessionShare.Cli.Auditing;
using SessionShare.Cli.CommandLine;
using SessionShare.Cli.Completion;
using SessionShare.Cli.Joining;
using SessionShare.Cli.Opening;
using SessionShare.Cli.Rendering;
using SessionShare.Cli.Review;
using SessionShare.Cli.Serving;
using SessionShare.Cli.Sessions;
using SessionShare.Cli.Sharing;
using SessionShare.Cli.UnsharedShell;

return await Commands.Run(args, Surroundings.OfProcess());

/// <summary>The commands.</summary>
internal static class Commands
{
    public static async Task<int> Run(string[] args, Surroundings surroundings)
    {
        var (own, shared) = UsageErrors.Split(args);
        var parsed = Root(surroundings, shared).Parse(own, new ParserConfiguration { ResponseFileTokenReplacer = null, EnablePosixBundling = false });
        if (parsed.Errors.Count > 0 && parsed.Action is not { ClearsParseErrors: true })
            return UsageErrors.Say(parsed, surroundings);
        // We treat signals and failures by ourselves: Edge.
        return await parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = surroundings.Output,
            Error = surroundings.Error,
            ProcessTerminationTimeout = null,
            EnableDefaultExceptionHandler = false,
        });
    }

    internal static RootCommand Root(Surroundings surroundings, IReadOnlyList<string> shared)
    {
        var root = new RootCommand("Share a live terminal with colleagues.")
        {
            ShareCommand.Create(surroundings, shared),
            ShellCommand.Create(surroundings),
            BlocksCommand.Create(surroundings),
            JoinCommand.Create(surroundings),
            AccessCommand.Create(surroundings),
            PeopleCommand.Create(surroundings),
            OpenCommand.Create(surroundings),
            RegisterLinksCommand.Create(surroundings),
            LsCommand.Create(surroundings),
            StopCommand.Create(surroundings),
            DeleteCommand.Create(surroundings),
            ShowCommand.Create(surroundings),
            SearchCommand.Create(surroundings),
            ExportCommand.Create(surroundings),
            ReplayCommand.Create(surroundings),
            UsageCommand.Create(surroundings),
            AuditCommand.Create(surroundings),
            LoginCommand.Create(surroundings),
            LogoutCommand.Create(surroundings),
            WhoamiCommand.Create(surroundings),
            ServeCommand.Create(surroundings),
            AdminCommand.Create(surroundings),
            RenderCommand.Create(surroundings),
        };
        root.Add(CompletionCommand.Create(root, surroundings.Output));
        root.Add(ManCommand.Create(root, VersionText.Own, surroundings.Output));
        root.Directives.Clear();
        root.Options.OfType<VersionOption>().Single().Action = new Says(() => VersionText.Lines(surroundings), surroundings.Output);
        root.SetAction(_ => surroundings.Output.WriteLine(About.Text));
        return root;
    }

    private sealed class Says(Func<IEnumerable<string>> lines, TextWriter output) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            foreach (var line in lines())
                output.WriteLine(line);
            return 0;
        }
    }
}
