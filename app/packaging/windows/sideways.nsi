; The installer: for one user, without an administrator. What it writes it removes again; the notebook stays, unless its
; owner asks for it to go. `pack` calls makensis with VERSION, FROM (the folder with what is installed) and OUT.
Unicode true
Target amd64-unicode
ManifestSupportedOS Win10
ManifestDPIAware true
SetCompressor /SOLID lzma
Name "Sideways"
OutFile "${OUT}"
RequestExecutionLevel user
InstallDir "$LOCALAPPDATA\Programs\Sideways"
InstallDirRegKey HKCU "Software\Sideways" "InstallDir"
VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Sideways"
VIAddVersionKey "FileDescription" "Installs Sideways for one user"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "LegalCopyright" "MIT or Apache-2.0"

!include "MUI2.nsh"
!include "FileFunc.nsh"
!define ID "org.sideways.Sideways"
!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\Sideways"
!define CLASSES "Software\Classes"
!define DATA "$LOCALAPPDATA\Sideways\Sideways\data"
!define MUI_ICON "sideways.ico"
!define MUI_UNICON "sideways.ico"
!define MUI_COMPONENTSPAGE_NODESC
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!define MUI_FINISHPAGE_RUN "$INSTDIR\sideways-window.exe"
!define MUI_FINISHPAGE_RUN_TEXT "Open Sideways"
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"

; Fails where the program runs: its file can't be written then.
!macro CLOSED
  IfFileExists "$INSTDIR\sideways.exe" 0 closed
  again:
  ClearErrors
  FileOpen $0 "$INSTDIR\sideways.exe" a
  IfErrors 0 free
  MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "Sideways is running. Close its window, and end what you started with it, then try again." /SD IDCANCEL IDRETRY again
  SetErrorLevel 2
  Quit
  free:
  FileClose $0
  closed:
!macroend

Section "Sideways"
  !insertmacro CLOSED
  SetOutPath "$INSTDIR"
  File "${FROM}/sideways.exe"
  File "${FROM}/sideways-window.exe"
  File "${FROM}/README.txt"
  File "${FROM}/LICENSE-MIT.txt"
  File "${FROM}/LICENSE-APACHE.txt"
  File "${FROM}/built-from.txt"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortCut "$SMPROGRAMS\Sideways.lnk" "$INSTDIR\sideways-window.exe" "" "$INSTDIR\sideways-window.exe" 0
  WriteRegStr HKCU "Software\Sideways" "InstallDir" "$INSTDIR"

  WriteRegStr HKCU "${CLASSES}\sideways" "" "URL:Sideways invitation"
  WriteRegStr HKCU "${CLASSES}\sideways" "URL Protocol" ""
  WriteRegStr HKCU "${CLASSES}\sideways\DefaultIcon" "" '"$INSTDIR\sideways-window.exe",0'
  WriteRegStr HKCU "${CLASSES}\sideways\shell\open\command" "" '"$INSTDIR\sideways-window.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\.sideways" "" "Sideways.SealedList"
  WriteRegStr HKCU "${CLASSES}\Sideways.SealedList" "" "Sideways sealed list"
  WriteRegStr HKCU "${CLASSES}\Sideways.SealedList\DefaultIcon" "" '"$INSTDIR\sideways-window.exe",0'
  WriteRegStr HKCU "${CLASSES}\Sideways.SealedList\shell\open\command" "" '"$INSTDIR\sideways-window.exe" "%1"'
  WriteRegStr HKCU "${CLASSES}\AppUserModelId\${ID}" "DisplayName" "Sideways"

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Sideways"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\sideways-window.exe"
  WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Sideways contributors"
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  IntFmt $0 "0x%08X" $0
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" "$0"
SectionEnd

Section "un.Sideways"
  SectionIn RO
  !insertmacro CLOSED
  Delete "$INSTDIR\sideways.exe"
  Delete "$INSTDIR\sideways-window.exe"
  Delete "$INSTDIR\README.txt"
  Delete "$INSTDIR\LICENSE-MIT.txt"
  Delete "$INSTDIR\LICENSE-APACHE.txt"
  Delete "$INSTDIR\built-from.txt"
  Delete "$INSTDIR\uninstall.exe"
  ; What somebody else put there stays.
  RMDir "$INSTDIR"
  Delete "$SMPROGRAMS\Sideways.lnk"
  DeleteRegKey HKCU "${UNINSTALL}"
  DeleteRegKey HKCU "Software\Sideways"
  DeleteRegKey HKCU "${CLASSES}\sideways"
  DeleteRegKey HKCU "${CLASSES}\.sideways"
  DeleteRegKey HKCU "${CLASSES}\Sideways.SealedList"
  DeleteRegKey HKCU "${CLASSES}\AppUserModelId\${ID}"
SectionEnd

Section /o "un.My notebook and its backups in this profile: everything I wrote"
  RMDir /r "${DATA}"
  RMDir "$LOCALAPPDATA\Sideways\Sideways"
  RMDir "$LOCALAPPDATA\Sideways"
SectionEnd
