using System.ComponentModel;

namespace System.Runtime.CompilerServices;

// The compiler asks for this type when it sees a record; netstandard2.0 has none.
[EditorBrowsable(EditorBrowsableState.Never)]
internal static class IsExternalInit;
