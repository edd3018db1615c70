using Microsoft.AspNetCore.SignalR.Protocol;

namespace SessionShare.Protocol.Binary;

/// <summary>Writes messages of the hub protocol: an array each, headers an empty map, streams from the caller none.</summary>
internal static class MessageWriting
{
    public static void Write(HubMessage message, Outgoing output)
    {
        var writer = new WireWriter(output);
        switch (message)
        {
            case InvocationMessage invocation:
                WriteCall(ref writer, MessageKind.Invocation, invocation);
                break;
            case StreamInvocationMessage invocation:
                WriteCall(ref writer, MessageKind.StreamInvocation, invocation);
                break;
            case StreamItemMessage item:
                WriteStart(ref writer, 4, MessageKind.StreamItem, item.InvocationId);
                WriteValue(ref writer, item.Item);
                break;
            case CompletionMessage completion:
                WriteCompletion(ref writer, completion);
                break;
            case CancelInvocationMessage cancel:
                WriteStart(ref writer, 3, MessageKind.CancelInvocation, cancel.InvocationId);
                break;
            case PingMessage:
                writer.Pack.WriteArrayHeader(1);
                writer.Pack.Write(MessageKind.Ping);
                break;
            case CloseMessage close:
                writer.Pack.WriteArrayHeader(3);
                writer.Pack.Write(MessageKind.Close);
                writer.Pack.Write(close.Error);
                writer.Pack.Write(close.AllowReconnect);
                break;
            default:
                throw new NotSupportedException($"{message.GetType().Name} is no message of this protocol.");
        }

        writer.Pack.Flush();
    }

    private static void WriteStart(ref WireWriter writer, int items, int kind, string? invocationId)
    {
        writer.Pack.WriteArrayHeader(items);
        writer.Pack.Write(kind);
        writer.Pack.WriteMapHeader(0);
        writer.Pack.Write(invocationId);
    }

    private static void WriteCall(ref WireWriter writer, int kind, HubMethodInvocationMessage call)
    {
        WriteStart(ref writer, 6, kind, call.InvocationId);
        writer.Pack.Write(call.Target);
        writer.Pack.WriteArrayHeader(call.Arguments.Length);
        foreach (var argument in call.Arguments)
            WriteValue(ref writer, argument);
        writer.Pack.WriteArrayHeader(0);
    }

    private static void WriteCompletion(ref WireWriter writer, CompletionMessage completion)
    {
        var kind = completion.Error is not null ? MessageKind.Error : completion.HasResult ? MessageKind.Result : MessageKind.NoResult;
        WriteStart(ref writer, kind == MessageKind.NoResult ? 4 : 5, MessageKind.Completion, completion.InvocationId);
        writer.Pack.Write(kind);
        if (kind == MessageKind.Error)
            writer.Pack.Write(completion.Error);
        else if (kind == MessageKind.Result)
            WriteValue(ref writer, completion.Result);
    }

    private static void WriteValue(ref WireWriter writer, object? value)
    {
        if (value is null)
            writer.Pack.WriteNil();
        else
            Forms.Of(value.GetType()).WriteObject(ref writer, value);
    }
}
