using System.Collections.Concurrent;

namespace SessionShare.Protocol.Binary;

/// <summary>
/// The form of each type that hub messages have. Types that are no references stand here by name, so that most of their code is compiled when the programs are built, and not while somebody
/// waits; records and lists are found as they come.
/// </summary>
internal static class Forms
{
    public static readonly BoolForm Bool = new();
    public static readonly IntForm Int = new();
    public static readonly TextForm Text = new();
    public static readonly ListForm<string?> Texts = new();

    private static readonly LongForm Long = new();
    private static readonly InstantForm Instant = new();
    private static readonly SessionIdForm Session = new();
    private static readonly SizeForm Size = new();
    private static readonly NameForm<Role> RoleName = new();
    private static readonly NameForm<Reason> ReasonName = new();

    private static readonly ConcurrentDictionary<Type, Form> Known = new(new Dictionary<Type, Form>
    {
        [typeof(bool)] = Bool,
        [typeof(bool?)] = new OptionalForm<bool>(Bool),
        [typeof(int)] = Int,
        [typeof(int?)] = new OptionalForm<int>(Int),
        [typeof(long)] = Long,
        [typeof(long?)] = new OptionalForm<long>(Long),
        [typeof(string)] = Text,
        [typeof(ReadOnlyMemory<byte>)] = new BytesForm(),
        [typeof(DateTimeOffset)] = Instant,
        [typeof(DateTimeOffset?)] = new OptionalForm<DateTimeOffset>(Instant),
        [typeof(SessionId)] = Session,
        [typeof(SessionId?)] = new OptionalForm<SessionId>(Session),
        [typeof(TerminalSize)] = Size,
        [typeof(TerminalSize?)] = new OptionalForm<TerminalSize>(Size),
        [typeof(FrameRun)] = new RunForm(),
        [typeof(Role)] = RoleName,
        [typeof(Role?)] = new OptionalForm<Role>(RoleName),
        [typeof(Reason)] = ReasonName,
        [typeof(Reason?)] = new OptionalForm<Reason>(ReasonName),
        [typeof(SharerState)] = new NameForm<SharerState>(),
        [typeof(RunState)] = new NameForm<RunState>(),
        [typeof(DraftCause)] = new NameForm<DraftCause>(),
    });

    /// <summary>The form of an argument or a result, or of what is in one.</summary>
    /// <exception cref="NotSupportedException">The type is none that travels.</exception>
    public static Form Of(Type type) => Known.GetOrAdd(type, Make);

    private static Form Make(Type type)
    {
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            return Create(typeof(ListForm<>), type.GenericTypeArguments[0]);
        if (type is { IsClass: true, Namespace: "SessionShare.Protocol" })
            return Create(typeof(RecordForm<>), type);
        throw new NotSupportedException($"{type} has no form on the wire: {nameof(Forms)} names those that have one.");
    }

    private static Form Create(Type form, Type of) => (Form)Activator.CreateInstance(form.MakeGenericType(of))!;
}
