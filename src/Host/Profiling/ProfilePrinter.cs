using System.Runtime.InteropServices;

namespace Venueless.Fast.Host.Profiling;

/// <summary>Prints a profile when it is asked to, and at each SIGUSR1 until it is disposed.</summary>
internal sealed class ProfilePrinter : IDisposable
{
    // The class of .NET knows only some signals by name; others by the system's number.
    private const PosixSignal User1 = (PosixSignal)10;

    private readonly CpuProfile _profile;
    private readonly TextWriter _output;
    private readonly Lock _lock = new();
    private readonly PosixSignalRegistration _signal;

    public ProfilePrinter(CpuProfile profile, TextWriter output)
    {
        _profile = profile;
        _output = output;
        _signal = PosixSignalRegistration.Create(User1, context =>
        {
            // The system's default would end the process.
            context.Cancel = true;
            Print();
        });
    }

    /// <summary>The whole table at once. Any thread.</summary>
    public void Print()
    {
        lock (_lock)
        {
            _output.Write(ProfileReport.Write(_profile));
            _output.Flush();
        }
    }

    public void Dispose() => _signal.Dispose();
}
