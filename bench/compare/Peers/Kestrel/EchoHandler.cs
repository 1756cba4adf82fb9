using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Venueless.Fast.Compare.Peers.WebSockets;

namespace Venueless.Fast.Compare.Peers.Kestrel;

/// <summary>
/// The yardstick for commands: what Kestrel's transport costs when nearly nothing is done with it. Answers every text with the same text, brought to the length
/// that the handshake's query asks for (<c>?reply=</c>), cut or filled up with spaces.
/// </summary>
internal sealed class EchoHandler : ConnectionHandler
{
    public static ReadOnlySpan<byte> ReplyBytes => "reply"u8;

    public override async Task OnConnectedAsync(ConnectionContext connection)
    {
        var (input, output) = (connection.Transport.Input, connection.Transport.Output);
        var replyLength = -1;
        try
        {
            while (true)
            {
                var result = await input.ReadAsync();
                var consumed = Answer(result.Buffer, output, ref replyLength);
                input.AdvanceTo(consumed, result.Buffer.End);
                await output.FlushAsync();
                if (result.IsCompleted)
                {
                    return;
                }
            }
        }
        catch (Exception exception) when (exception is ConnectionResetException or ConnectionAbortedException)
        {
            // The client's way of leaving.
        }
    }

    // Takes all complete requests and frames of the buffer.
    private static SequencePosition Answer(ReadOnlySequence<byte> buffer, PipeWriter output, ref int replyLength)
    {
        // Kestrel's buffers are ours until AdvanceTo, so that unmasking in place is allowed; what lies in two of them is copied.
        var bytes = buffer.IsSingleSegment ? MemoryMarshal.AsMemory(buffer.First).Span : buffer.ToArray();
        var taken = 0;
        if (replyLength < 0)
        {
            taken = Handshake.FindEnd(bytes);
            if (taken == 0)
            {
                return buffer.Start;
            }

            replyLength = Handshake.FindNumber(bytes[..taken], ReplyBytes) ?? 0;
            output.Write(Handshake.Accept(bytes[..taken]));
        }

        while (ClientFrame.TryRead(bytes[taken..], out var opcode, out var payload, out var consumed))
        {
            taken += consumed;
            if (opcode == ClientFrame.Text)
            {
                Reply(payload, output, replyLength);
            }
        }

        return buffer.GetPosition(taken);
    }

    private static void Reply(ReadOnlySpan<byte> command, PipeWriter output, int length)
    {
        var frame = output.GetSpan(length + ServerFrame.MaxHeaderBytes);
        var header = ServerFrame.WriteHeader(frame, length);
        var body = frame.Slice(header, length);
        body.Fill((byte)' ');
        command[..Math.Min(command.Length, length)].CopyTo(body);
        output.Advance(header + length);
    }
}
