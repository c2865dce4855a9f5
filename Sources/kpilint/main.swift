print("kpilint")
