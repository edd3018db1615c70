using System.Buffers;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;
using Microsoft.Extensions.Options;
using SessionShare.Protocol;

namespace SessionShare.Bench.Allocations;

/// <summary>What SignalR's JSON protocol allocates, set up as the gateway's is.</summary>
internal static class WirePath
{
    private static readonly JsonHubProtocol Json = Protocol();

    /// <summary>A message of a sharer becomes an <see cref="AppendRequest"/>.</summary>
    public static double Read(Work work)
    {
        var message = Json.GetMessageBytes(new InvocationMessage(Hubs.Sharer.Append, [new AppendRequest(1, 1, work.Run(1))])).ToArray();
        var binder = new Binder();
        return Work.PerTurn(() =>
        {
            var input = new ReadOnlySequence<byte>(message);
            if (!Json.TryParseMessage(ref input, binder, out var read) || read is not InvocationMessage { Arguments: [AppendRequest] })
                throw new InvalidOperationException("The append was not read.");
        });
    }

    /// <summary>A run becomes a message to a viewer, in a buffer that is there already, as a pipe's is.</summary>
    public static double Write(Work work)
    {
        var output = new ArrayBufferWriter<byte>(1024 * 1024);
        return Work.PerTurn(() =>
        {
            output.ResetWrittenCount();
            Json.WriteMessage(new StreamItemMessage("1", new WatchItem { Frames = new WatchedFrames(1, work.Run(1)) }), output);
        });
    }

    private static JsonHubProtocol Protocol()
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
