using System.Buffers;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using SessionShare.Protocol;
using SessionShare.Protocol.Binary;

namespace SessionShare.Bench.Allocations;

/// <summary>What one of the two protocols allocates, set up as the gateway's are, and how long it takes.</summary>
internal sealed class WirePath(string name, IHubProtocol protocol)
{
    public static IReadOnlyList<WirePath> Both { get; } = [new("MessagePack", new MessagePackProtocol(WireLimits.SharerMessageBytes)), new("JSON", JsonProtocol())];

    public string Name => name;

    /// <summary>A message of a sharer becomes an <see cref="AppendRequest"/>.</summary>
    public PerTurn Read(Work work)
    {
        var message = protocol.GetMessageBytes(new InvocationMessage(Hubs.Sharer.Append, [new AppendRequest(1, 1, work.Run(1))])).ToArray();
        var binder = new Binder();
        return Work.Measure(() =>
        {
            var input = new ReadOnlySequence<byte>(message);
            if (!protocol.TryParseMessage(ref input, binder, out var read) || read is not InvocationMessage { Arguments: [AppendRequest] })
                throw new InvalidOperationException("The append was not read.");
        });
    }

    /// <summary>A run becomes a message to a viewer, in a buffer that is there already, as a pipe's is.</summary>
    public PerTurn Write(Work work)
    {
        var output = new ArrayBufferWriter<byte>(1024 * 1024);
        return Work.Measure(() =>
        {
            output.ResetWrittenCount();
            protocol.WriteMessage(new StreamItemMessage("1", new WatchItem { Frames = new WatchedFrames(1, work.Run(1)) }), output);
        });
    }

    private static JsonHubProtocol JsonProtocol()
    {
        var options = new JsonHubProtocolOptions();
        options.PayloadSerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.PayloadSerializerOptions.TypeInfoResolver = JsonTypeInfoResolver.Combine(ProtocolJson.Default, new DefaultJsonTypeInfoResolver());
        return new JsonHubProtocol(Options.Create(options));
    }

    private sealed class Binder : IInvocationBinder
    {
        private static readonly Type[] Append = [typeof(AppendRequest)];

        public IReadOnlyList<Type> GetParameterTypes(string methodName) => Append;

        public Type GetReturnType(string invocationId) => typeof(object);

        public Type GetStreamItemType(string streamId) => typeof(object);
    }
}
